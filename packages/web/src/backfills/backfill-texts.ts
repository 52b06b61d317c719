import type { Backfill } from "@darkroom/gallery-api"
import { counted } from "../gallery/format/quantities.ts"
import { durationText } from "../gallery/format/times.ts"

const STATES: Readonly<Record<Backfill["state"], string>> = {
  running: "Running",
  paused: "Paused",
  completed: "Done",
  cancelled: "Cancelled",
  failed: "Cannot go on",
}

export const isUnderWay = ({ state }: Pick<Backfill, "state">): boolean => state === "running" || state === "paused"

/** How a backfill stands, in a few words. */
export function stateText({ state, waiting }: Pick<Backfill, "state" | "waiting">): string {
  return state === "running" && waiting ? "Running, waits for what it found to be processed" : STATES[state]
}

/** `5,000 rows read, 4,981 taken in, 6 skipped, 19 malformed`: what there is none of is left out, but for what was read and taken in. */
export function countsText({ counts }: Pick<Backfill, "counts">): string {
  const { rows, emitted, malformed, foreign, skipped } = counts
  const rest = [
    [skipped, "skipped"],
    [malformed, "malformed"],
    [foreign, "of no profile"],
  ] as const
  return [
    `${counted(rows, "row")} read`,
    `${(emitted - skipped).toLocaleString()} taken in`,
    ...rest.flatMap(([count, what]) => (count > 0 ? [`${count.toLocaleString()} ${what}`] : [])),
  ].join(", ")
}

/** How long it still takes at its rate; null where nothing tells. */
export function leftText({ state, done, counts, rate }: Pick<Backfill, "state" | "done" | "counts" | "rate">) {
  if (state !== "running" || done === null || done <= 0 || done >= 1) return null
  const rowsLeft = (counts.rows / done) * (1 - done)
  return `about ${durationText((rowsLeft / rate) * 1000)} left at this rate`
}
