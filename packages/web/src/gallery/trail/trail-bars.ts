import type { TrailEntry } from "@darkroom/gallery-api"
import { flattened, type TrailNode, timeOf } from "./trail-tree.ts"

/** An event's time in its run, as shares of it from 0 to 1. */
export interface TrailBar {
  readonly start: number
  readonly end: number
}

/** A stretch of work without a long pause: an upload's, or that of a replay or retry long after. */
export interface TrailRun {
  /** The event that it began with. */
  readonly first: TrailEntry
  /** Milliseconds from its first event to its last. */
  readonly duration: number
  readonly bars: ReadonlyMap<string, TrailBar>
}

/** A pause after which a new run begins: nobody would see the steps on a scale of days. */
const PAUSE = 10 * 60 * 1000
const RETRY = "RetryRequested"

/** How long each step took, from its cause, or from the retry that it needed, to its event; each run on a scale of its own. */
export function trailRuns(roots: readonly TrailNode[]): TrailRun[] {
  const retries = flattened(roots).filter(({ entry }) => entry.type === RETRY)
  const runs = new Map<string, TrailNode[]>()
  const collect = (node: TrailNode, run: string) => {
    runs.set(run, [...(runs.get(run) ?? []), node])
    for (const child of node.children) collect(child, runAfter(node, child, run, retries))
  }
  for (const root of roots) collect(root, root.entry.eventId)
  return [...runs.values()].map(runOf).toSorted((a, b) => timeOf(a.first) - timeOf(b.first))
}

/** Named after the event that it begins with. */
function runAfter({ entry: cause }: TrailNode, node: TrailNode, run: string, retries: readonly TrailNode[]): string {
  const { entry, sinceCause } = node
  const retry = retries.findLast(({ entry: retry }) => timeOf(cause) < timeOf(retry) && timeOf(retry) <= timeOf(entry))
  if (entry.origin === cause.origin && retry) return retry.entry.eventId
  return entry.origin === cause.origin && (sinceCause ?? 0) < PAUSE ? run : entry.eventId
}

function runOf(nodes: readonly TrailNode[]): TrailRun {
  const times = nodes.map(({ entry }) => timeOf(entry))
  const [start, end] = [Math.min(...times), Math.max(...times)]
  const share = (time: number) => (end === start ? 0 : (time - start) / (end - start))
  const [first] = nodes.toSorted((a, b) => timeOf(a.entry) - timeOf(b.entry))
  if (first === undefined) throw new RangeError("a run has an event at least")
  const bars = nodes.map((node): [string, TrailBar] => {
    const time = timeOf(node.entry)
    // What caused the first event of a run is long past: its own work is not known.
    const since = node === first ? 0 : (node.sinceCause ?? 0)
    return [node.entry.eventId, { start: share(Math.max(start, time - since)), end: share(time) }]
  })
  return { first: first.entry, duration: end - start, bars: new Map(bars) }
}
