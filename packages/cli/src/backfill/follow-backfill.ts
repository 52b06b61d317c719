import type { BackfillStatus } from "@darkroom/events"
import { setTimeout as sleep } from "node:timers/promises"
import { progressLine } from "../reprocess/progress-line.ts"
import type { Stage } from "../stage.ts"
import type { Terminal } from "../terminal.ts"
import { colorsFor } from "../text.ts"
import { progressText } from "./render-backfill.ts"

const POLL_MILLISECONDS = 1_000
/** The speed is that of so many looks. */
const LOOKS = 10

export interface FollowOptions {
  readonly signal: AbortSignal
  readonly wait?: (milliseconds: number) => Promise<unknown>
  readonly now?: () => number
}

/** Shows how far a backfill has come until it ends, is paused, or nobody wants to know any more; how it stands then. */
export async function followBackfill(
  { backfills }: Pick<Stage, "backfills">,
  id: string,
  { stderr }: Pick<Terminal, "stderr">,
  { signal, wait = sleep, now = Date.now }: FollowOptions,
): Promise<BackfillStatus> {
  const line = progressLine(stderr, now)
  const speed = speedometer(now)
  try {
    for (;;) {
      const [status] = await backfills({ command: "get", id })
      if (status === undefined) throw new Error(`The stage tells nothing of the backfill ${id}`)
      line.show(progressText(status, speed(status.counts.rows), colorsFor(stderr)))
      if (status.state !== "running" || signal.aborted) return status
      await wait(POLL_MILLISECONDS)
    }
  } finally {
    line.end()
  }
}

/** Rows a second, over the last looks; undefined at the first. */
function speedometer(now: () => number): (rows: number) => number | undefined {
  const looks: { at: number; rows: number }[] = []
  return (rows) => {
    looks.push({ at: now(), rows })
    if (looks.length > LOOKS) looks.shift()
    const [first] = looks
    const last = looks.at(-1)
    if (first === undefined || last === undefined || last.at === first.at) return undefined
    return ((last.rows - first.rows) / (last.at - first.at)) * 1000
  }
}
