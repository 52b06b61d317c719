import { pause } from "../pause.ts"
import { progressLine } from "../reprocess/progress-line.ts"
import type { Stage } from "../stage.ts"
import { type Terminal, writeJson } from "../terminal.ts"
import { colorsFor } from "../text.ts"
import { possibleCascades } from "./cascades.ts"
import { noteLag } from "./in-queues.ts"
import { recipientsOf } from "./recipients.ts"
import { renderStatus, replayBar } from "./render-replay.ts"
import { isOver, type ReplayStatus } from "./replay-access.ts"
import { isAgreed, refuseCascades, type Run } from "./run.ts"

const POLL_MILLISECONDS = 500
const INTERRUPTED = 130

/** Has EventBridge replay everything of that time to the consumers' rules, at its own pace. The exit code. */
export async function throughEventBridge(stage: Stage, run: Run, io: Terminal): Promise<number> {
  const { name, windows, wait, json, signal } = run
  const { reached, muted } = recipientsOf(stage.operations, run.service)
  refuseCascades(possibleCascades(reached), run)
  const [window] = windows
  if (window === undefined) return 0
  const services = namesOf(reached)
  const what = `Replay everything of ${dateText(window.from)} to ${dateText(window.to)} to ${services.join(", ")}`
  if (!(await isAgreed(what, run, io))) return 1
  noteLag(run, stage, io)
  const rules = reached.flatMap((target) => target.rules.map(({ arn }) => arn))
  await stage.replays.start({ name, ...window, rules })
  const status = wait ? await followed(stage, name, { io, signal }) : await stage.replays.describe(name)
  const told = { ...status, services, muted: namesOf(muted) }
  if (json) writeJson(io, { dryRun: false, ...told })
  else io.stdout.write(`${renderStatus(status, colorsFor(io.stdout))}\n`)
  if (!wait) return 0
  if (!isOver(status)) {
    io.stderr.write(`It goes on. End it with: darkroom replay cancel ${name}\n`)
    return INTERRUPTED
  }
  return status.state === "completed" ? 0 : 1
}

async function followed(
  { replays }: Pick<Stage, "replays">,
  name: string,
  { io, signal }: { io: Terminal; signal: AbortSignal },
): Promise<ReplayStatus> {
  const line = progressLine(io.stderr)
  try {
    for (;;) {
      const status = await replays.describe(name)
      if (isOver(status) || signal.aborted) return status
      line.show(replayBar(status, colorsFor(io.stderr)))
      await pause(POLL_MILLISECONDS, signal)
    }
  } finally {
    line.end()
  }
}

function namesOf(targets: readonly { readonly service: string }[]): string[] {
  return [...new Set(targets.map(({ service }) => service))]
}

function dateText(time: number): string {
  return new Date(time).toISOString()
}
