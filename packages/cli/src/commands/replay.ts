import { allEvents } from "@darkroom/events"
import { type Command, InvalidArgumentError } from "commander"
import { randomBytes } from "node:crypto"
import { counted } from "../format.ts"
import { positiveNumber } from "../positive-number.ts"
import { inQueues } from "../replay/in-queues.ts"
import { renderStatus } from "../replay/render-replay.ts"
import { throughEventBridge } from "../replay/through-event-bridge.ts"
import { windowsOf } from "../replay/windows-of.ts"
import { interruption } from "../reprocess/interruption.ts"
import { type Terminal, terminal, withStage, writeJson } from "../terminal.ts"
import { colorsFor } from "../text.ts"
import { timeOf } from "../time-of.ts"

export interface ReplayOptions {
  /** Milliseconds since the epoch, as `to`, which is the first moment that is not meant any more. */
  readonly from?: number
  readonly to?: number
  readonly event?: readonly string[]
  /** Id or S3 key. */
  readonly photo?: string
  readonly correlationId?: string
  readonly service?: readonly string[]
  readonly name: string
  /** Messages a second. */
  readonly rate?: number
  readonly dryRun?: boolean
  readonly cascade?: boolean
  readonly wait: boolean
  readonly yes?: boolean
  readonly json?: boolean
}

export function register(program: Command): void {
  const replay = program
    .command("replay")
    .description("deliver archived events once more, to one service or to all but those that tell people")
    .option("--from <date>", "events from this day on (UTC), or from this time on", (text) => timeOf(text, 0))
    .option("--to <date>", "events up to the end of this day (UTC), or before this time", (text) => timeOf(text, 1))
    .option("--event <names>", "only events of these names, such as ImageTagged,ImageMoved", eventNames)
    .option("--photo <id>", "only events of this photo or video, by its id or S3 key")
    .option("--correlation-id <id>", "only events of one upload, backfill or other beginning", lowerCaseId)
    .option("--service <names>", "only to these services, such as catalog,thumbnail", list)
    .option("--dry-run", "say what would run, what would not and what it would cost, and replay nothing")
    .option("--rate <n>", "messages a second, at the most", positiveNumber)
    .option("--cascade", "also where consequences would happen twice")
    .option("--name <name>", "of the replay: under the same name, nothing is handled twice", replayName, newName())
    .option("--no-wait", "do not wait for the end; for a window and services alone")
    .option("--yes", "do not ask before")
    .option("--json", "print an object")
    .action(async (options: ReplayOptions, command: Command) => {
      const problem = problemOf(options)
      if (problem !== undefined) command.error(`error: ${problem}`)
      process.exitCode = await replayEvents(options)
    })
  replay
    .command("list")
    .description("all replays that EventBridge remembers, the latest first")
    .action((_, command: Command) => listReplays(command.optsWithGlobals()))
  replay
    .command("cancel")
    .description("end one; what it has delivered is handled all the same")
    .argument("<name>")
    .action((name: string, _, command: Command) => cancelReplay(name, command.optsWithGlobals()))
}

/** What makes no sense together; undefined where all does. */
function problemOf(options: ReplayOptions): string | undefined {
  const { from, to, photo, wait, dryRun } = options
  if (from === undefined && photo === undefined) return "say --from, or --photo"
  if (from !== undefined && from >= (to ?? Date.now())) return "--from must be before --to, and in the past"
  if (!wait && !dryRun && !isNative(options))
    return "--no-wait goes with --from, --to and --service alone: all else this command delivers itself"
  return undefined
}

/** Whether EventBridge can do it: it knows times and rules. */
function isNative({ event, photo, correlationId, rate }: ReplayOptions): boolean {
  return [event, photo, correlationId, rate].every((option) => option === undefined)
}

/** The exit code: 0 where all was replayed, 130 where it was interrupted. Throws UnknownPhoto, UnknownService, ServiceMuted, WouldCascade, YesNeeded. */
export async function replayEvents(options: ReplayOptions, io: Terminal = terminal): Promise<number> {
  const { signal, release } = interruption()
  try {
    return await withStage(io, async (stage) => {
      const { choice, windows } = await windowsOf(stage, options)
      const native = isNative(options)
      const run = { ...options, choice, windows, native, signal }
      return native && !options.dryRun ? throughEventBridge(stage, run, io) : inQueues(stage, run, io)
    })
  } finally {
    release()
  }
}

export async function listReplays({ json }: { readonly json?: boolean }, io: Terminal = terminal): Promise<void> {
  const own = await withStage(io, async ({ replays, operations }) =>
    (await replays.list()).filter(({ name }) => !name.startsWith(operations.tap.prefix)),
  )
  if (json) return writeJson(io, own)
  const lines = own.map((status) => renderStatus(status, colorsFor(io.stdout)))
  io.stdout.write(own.length === 0 ? "There are none.\n" : `${lines.join("\n")}\n`)
}

/** Throws NoReplay. */
export async function cancelReplay(
  name: string,
  { json }: { readonly json?: boolean },
  io: Terminal = terminal,
): Promise<void> {
  const status = await withStage(io, async ({ replays }) => {
    await replays.cancel(name)
    return replays.describe(name)
  })
  if (json) writeJson(io, status)
  else io.stdout.write(`${renderStatus(status, colorsFor(io.stdout))}\n`)
}

function list(text: string): string[] {
  return text.split(",").map((name) => name.trim())
}

function eventNames(text: string): string[] {
  const known = allEvents.map(({ name }): string => name)
  const unknown = list(text).filter((name) => !known.includes(name))
  if (unknown.length > 0)
    throw new InvalidArgumentError(`There is no ${unknown.join(", ")}; there are ${known.join(", ")}.`)
  return list(text)
}

function lowerCaseId(text: string): string {
  return text.toLowerCase()
}

const LONGEST_NAME = 64

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_StartReplay.html */
function replayName(text: string): string {
  if (!/^[.\-_A-Za-z0-9]+$/.test(text) || text.length > LONGEST_NAME || text.startsWith("tap-"))
    throw new InvalidArgumentError(
      `It must be ${counted(LONGEST_NAME, "character")} at the most, of A to Z, a to z, 0 to 9, ".", "-" and "_", and begin with no tap-.`,
    )
  return text
}

function newName(): string {
  return `replay-${new Date().toISOString().slice(0, 19).replaceAll(":", "")}-${randomBytes(3).toString("hex")}`
}
