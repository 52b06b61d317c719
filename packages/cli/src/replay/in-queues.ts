import { counted } from "../format.ts"
import { progressLine } from "../reprocess/progress-line.ts"
import type { Stage } from "../stage.ts"
import { type Terminal, writeJson } from "../terminal.ts"
import { colorsFor } from "../text.ts"
import { planReplay } from "./plan-replay.ts"
import { readArchive } from "./read-archive.ts"
import { recipientsOf } from "./recipients.ts"
import { renderOutcome, renderPlan, sendingBar } from "./render-replay.ts"
import { isAgreed, refuseCascades, type Run } from "./run.ts"
import { sendEvents } from "./send-events.ts"

/** Messages a second: Rekognition's quota is 5 calls a second in most regions, and tagging waits for it. */
const DEFAULT_RATE = 50
/** More than that is asked before. */
const ASKED_BEFORE = 100
const INTERRUPTED = 130

/** Reads the archive, and puts what is chosen into the consumers' queues; with `dryRun` only tells. The exit code. */
export async function inQueues(stage: Stage, run: Run, io: Terminal): Promise<number> {
  const { choice, windows, native, name, rate = DEFAULT_RATE, signal, json } = run
  const colors = colorsFor(io.stdout)
  const recipients = recipientsOf(stage.operations, run.service)
  const line = progressLine(io.stderr)
  const archive = await readArchive(stage.replays, stage.operations, windows, {
    signal,
    onProgress: (events) => line.show(`${counted(events, "event")} read from the archive`),
  }).finally(() => line.end())
  if (archive === undefined) return INTERRUPTED
  noteLag(run, stage, io)
  const { records } = stage.replays
  const { plan, sendings } = await planReplay({ archive, choice, recipients, records, native })
  const about = { name, windows: windows.map(({ from, to }) => ({ from: dateText(from), to: dateText(to) })) }
  if (run.dryRun) {
    if (json) writeJson(io, { dryRun: true, ...about, ...plan })
    else io.stdout.write(`${renderPlan(plan, colors)}\n`)
    return 0
  }
  if (!json) io.stderr.write(`${renderPlan(plan, colorsFor(io.stderr))}\n`)
  refuseCascades(plan.cascades, run)
  const what = `Replay ${counted(sendings.length, "delivery", "deliveries")}`
  if (sendings.length > ASKED_BEFORE && !(await isAgreed(what, run, io))) return 1
  const outcome = await sendEvents(stage.replays, sendings, {
    name,
    rate,
    signal,
    onProgress: (sofar) => line.show(sendingBar(sofar, sendings.length, colorsFor(io.stderr))),
  }).finally(() => line.end())
  if (json) writeJson(io, { dryRun: false, ...about, ...plan, ...outcome, stopped: outcome.stopped ?? null })
  else io.stdout.write(`${renderOutcome(outcome, sendings.length, name)}\n`)
  if (outcome.stopped === "interrupted") return INTERRUPTED
  return outcome.stopped === "failed" || outcome.failed > 0 ? 1 : 0
}

/** What is archived late is missing without a word. */
export function noteLag({ windows }: Pick<Run, "windows">, { replays }: Pick<Stage, "replays">, io: Terminal): void {
  const end = Math.max(...windows.map(({ to }) => to))
  if (Date.now() - end < replays.lag)
    io.stderr.write("EventBridge archives within ten minutes: the latest events may be missing.\n")
}

function dateText(time: number): string {
  return new Date(time).toISOString()
}
