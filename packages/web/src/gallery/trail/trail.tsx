import type { PhotoDetail } from "@darkroom/gallery-api"
import { classNames } from "../../class-names.ts"
import { counted } from "../format/quantities.ts"
import { durationText, momentText } from "../format/times.ts"
import { eventWords } from "./event-words.ts"
import { type TrailBar, type TrailRun, trailRuns } from "./trail-bars.ts"
import styles from "./trail.module.css"
import { flattened, serviceOf, type TrailNode, trailTree, waitedFor } from "./trail-tree.ts"

/** The events that made this photo or video, each under the one that caused it, with the time that each step took. */
export function Trail({ photo: { trail, steps } }: { readonly photo: Pick<PhotoDetail, "trail" | "steps"> }) {
  const roots = trailTree(trail)
  const runs = trailRuns(roots)
  const [first] = runs
  if (first === undefined) return <p className={styles["note"]}>Nothing has happened yet.</p>
  return (
    <>
      <p className={styles["note"]}>
        {durationText(first.duration)}{" "}
        {steps.some(({ state }) => state === "waiting") ? "so far" : "from the upload to the last step"}
        {runs.length > 1 ? `, and ${counted(runs.length - 1, "run")} later` : ""}.
      </p>
      <ol className={styles["trail"]}>
        {flattened(roots).map((node) => (
          <Event key={node.entry.eventId} node={node} run={runOf(runs, node)}>
            {waitedFor(node, trail, steps).map((step) => (
              <p key={step} className={styles["waiting"]} style={{ paddingInlineStart: indent(node.depth + 1) }}>
                Waiting for {step}
              </p>
            ))}
          </Event>
        ))}
      </ol>
    </>
  )
}

interface EventProps {
  readonly node: TrailNode
  readonly run: TrailRun | undefined
  readonly children: React.ReactNode
}

function Event({ node, run, children }: EventProps) {
  const { entry, depth, sinceCause, failed, causeMissing } = node
  const bar = run?.bars.get(entry.eventId)
  return (
    <li className={styles["event"]}>
      <div className={styles["head"]} style={{ paddingInlineStart: indent(depth) }}>
        <span className={classNames(styles["dot"], failed && styles["failed"])} />
        <strong>{eventWords(entry.type)}</strong>
        <time dateTime={entry.time} title={momentText(entry.time)}>
          {sinceCause === null ? momentText(entry.time) : `+${durationText(sinceCause)}`}
        </time>
      </div>
      <div className={styles["more"]} style={{ paddingInlineStart: indent(depth) }}>
        <span>
          {entry.type} · {serviceOf(entry)}
        </span>
        {entry.attempt > 1 ? <Badge>attempt {entry.attempt}</Badge> : null}
        {entry.origin === "upload" ? null : <Badge>{entry.origin}</Badge>}
        {causeMissing ? <Badge>cause not in the trail</Badge> : null}
        {entry.note === undefined ? null : <span className={styles["said"]}>{entry.note}</span>}
      </div>
      {bar ? <Bar bar={bar} failed={failed} isLater={run?.first.eventId === entry.eventId && depth > 0} /> : null}
      {children}
    </li>
  )
}

function Badge({ children }: { readonly children: React.ReactNode }) {
  return <span className={styles["badge"]}>{children}</span>
}

/** Pixels: what took no time is seen all the same. */
const LEAST = 5

function Bar({ bar: { start, end }, failed, isLater }: { bar: TrailBar; failed: boolean; isLater: boolean }) {
  return (
    <div aria-hidden="true" className={styles["track"]} title={isLater ? "A new scale begins here" : undefined}>
      <span
        className={classNames(styles["bar"], failed && styles["failed"])}
        style={{ left: `calc((100% - ${LEAST}px) * ${start})`, width: `max(${LEAST}px, ${(end - start) * 100}%)` }}
      />
    </div>
  )
}

function runOf(runs: readonly TrailRun[], { entry }: TrailNode): TrailRun | undefined {
  return runs.find(({ bars }) => bars.has(entry.eventId))
}

/** Deep chains must not leave the panel. */
function indent(depth: number): string {
  return `${Math.min(depth, 6) * 0.9}rem`
}
