import {
  type DeadLetterRecord,
  type DeadLetterState,
  deadLetterStateSchema,
  type FailureClass,
  failureClassSchema,
} from "@darkroom/events"
import { type Command, Option } from "commander"
import { redrive, type RedriveOutcome } from "../dead-letters/redrive.ts"
import { renderDeadLetter, renderDeadLetters, renderOutcome } from "../dead-letters/render-dead-letters.ts"
import { type Selection, selected } from "../dead-letters/selection.ts"
import { duration } from "../duration.ts"
import { ConfirmationNeeded, UnknownDeadLetter } from "../errors.ts"
import { counted } from "../format.ts"
import { positiveNumber } from "../positive-number.ts"
import { interruption } from "../reprocess/interruption.ts"
import { progressLine } from "../reprocess/progress-line.ts"
import type { Stage } from "../stage.ts"
import { type Terminal, terminal, withStage, writeJson } from "../terminal.ts"
import { colorsFor } from "../text.ts"

/** Messages a second. */
const DEFAULT_RATE = 10
const INTERRUPTED = 130

interface JsonOption {
  readonly json?: boolean
}

export interface FilterOptions {
  readonly service?: string
  readonly event?: string
  readonly error?: string
  readonly class?: FailureClass
  /** Milliseconds ago. */
  readonly since?: number
}

export interface ListOptions extends FilterOptions, JsonOption {
  readonly state: DeadLetterState
}

export interface SettleOptions extends FilterOptions, JsonOption {
  readonly all?: boolean
  readonly yes?: boolean
}

export interface RedriveCommandOptions extends SettleOptions {
  readonly rate: number
  readonly dryRun?: boolean
}

export function register(program: Command): void {
  const dlq = program.command("dlq").description("look at dead letters, and send them again")
  filtered(dlq.command("list").description("what was given up, newest first"))
    .addOption(new Option("--state <state>", "of this state").choices(deadLetterStateSchema.options).default("dead"))
    .option("--json", "print an array")
    .action((options: ListOptions) => list(options))
  dlq
    .command("show")
    .description("what failed, why and since when, and its payload")
    .argument("<id>")
    .option("--json", "print an object")
    .action((id: string, options: JsonOption) => show(id, options))
  meant(dlq.command("redrive").description("send messages to who gave them up, once more"))
    .option("--rate <n>", "messages a second, at the most", positiveNumber, DEFAULT_RATE)
    .option("--dry-run", "say which, and send nothing")
    .option("--json", "print an object")
    .action(async (ids: string[], options: RedriveCommandOptions, command: Command) => {
      demandChoice(ids, options, command)
      process.exitCode = await redriveLetters(ids, options)
    })
  meant(dlq.command("purge").description("settle dead letters without sending them again"))
    .option("--json", "print an object")
    .action(async (ids: string[], options: SettleOptions, command: Command) => {
      demandChoice(ids, options, command)
      process.exitCode = await purge(ids, options)
    })
}

function filtered(command: Command): Command {
  return command
    .option("--service <name>", "of this service, or of this function")
    .option("--event <name>", "of this event")
    .option("--error <text>", "with this error, or this in its message")
    .addOption(new Option("--class <class>", "of this class").choices(failureClassSchema.options))
    .option("--since <duration>", "of so long ago, such as 30m, 2h or 1d", duration)
}

function meant(command: Command): Command {
  return filtered(command.argument("[ids...]", "these, instead of what the options name"))
    .option("--all", "all of them")
    .option("--yes", "do not ask; without a terminal it is needed")
}

function demandChoice(ids: readonly string[], options: SettleOptions, command: Command): void {
  const { service, event, error, class: failureClass, since, all } = options
  const filters = [service, event, error, failureClass, since].some((filter) => filter !== undefined)
  if ([ids.length > 0, filters, all].filter(Boolean).length !== 1)
    command.error("error: name ids, or one or more filters, or --all")
}

export async function list(options: ListOptions, io: Terminal = terminal): Promise<void> {
  const letters = await withStage(io, (stage) => chosen(stage, options, options.state))
  if (options.json) return writeJson(io, letters)
  if (letters.length === 0) return void io.stdout.write("There are none.\n")
  io.stdout.write(`${renderDeadLetters(letters, colorsFor(io.stdout))}\n`)
}

/** Throws UnknownDeadLetter. */
export async function show(id: string, { json }: JsonOption, io: Terminal = terminal): Promise<void> {
  const { letter, body } = await withStage(io, async ({ deadLetters }) => {
    const found = await deadLetters.get(id)
    if (found === undefined) throw new UnknownDeadLetter(id)
    return { letter: found, body: await deadLetters.bodyOf(found) }
  })
  if (json) writeJson(io, { ...letter, body })
  else io.stdout.write(`${renderDeadLetter(letter, body, colorsFor(io.stdout))}\n`)
}

/** The exit code: 0 where all were sent, 130 where it was interrupted. Throws UnknownDeadLetter, ConfirmationNeeded. */
export async function redriveLetters(
  ids: readonly string[],
  options: RedriveCommandOptions,
  io: Terminal = terminal,
): Promise<number> {
  const { signal, release } = interruption()
  try {
    return await withStage(io, async (stage) => {
      const letters = await meantBy(stage, ids, options)
      if (options.dryRun) return tellPlan(letters, options, io)
      if (!(await isConfirmed(`Send ${counted(letters.length, "message")} again?`, letters, options, io))) return 1
      const line = progressLine(io.stderr)
      const onProgress = ({ redriven }: RedriveOutcome) =>
        line.show(`${redriven.length} of ${letters.length} sent again`)
      const { rate } = options
      const outcome = await redrive(stage, letters, { rate, signal, onProgress }).finally(() => line.end())
      if (options.json) writeJson(io, { dryRun: false, ...outcome })
      else io.stdout.write(`${renderOutcome(outcome, letters.length, colorsFor(io.stdout))}\n`)
      if (signal.aborted) return INTERRUPTED
      return outcome.failed.length > 0 ? 1 : 0
    })
  } finally {
    release()
  }
}

/** The exit code. They stay to be seen with `list --state purged` until the table forgets them. Throws as redriveLetters. */
export async function purge(ids: readonly string[], options: SettleOptions, io: Terminal = terminal): Promise<number> {
  return withStage(io, async (stage) => {
    const letters = await meantBy(stage, ids, options)
    const question = `Purge ${counted(letters.length, "dead letter")}?`
    if (!(await isConfirmed(question, letters, options, io))) return 1
    const purged: string[] = []
    for (const { id } of letters) if (await stage.deadLetters.settle(id, "purged", Date.now())) purged.push(id)
    if (options.json) writeJson(io, { purged })
    else io.stdout.write(`${counted(purged.length, "dead letter")} purged\n`)
    return 0
  })
}

async function meantBy(
  stage: Pick<Stage, "deadLetters">,
  ids: readonly string[],
  options: FilterOptions,
): Promise<readonly DeadLetterRecord[]> {
  // The oldest first, as they came.
  if (ids.length === 0) return (await chosen(stage, options, "dead")).toReversed()
  return Promise.all(
    [...new Set(ids)].map(async (id) => {
      const letter = await stage.deadLetters.get(id)
      if (letter === undefined) throw new UnknownDeadLetter(id)
      return letter
    }),
  )
}

async function chosen(
  { deadLetters }: Pick<Stage, "deadLetters">,
  { service, event, error, class: failureClass, since }: FilterOptions,
  state: DeadLetterState,
): Promise<DeadLetterRecord[]> {
  const from = since === undefined ? undefined : Date.now() - since
  const selection: Selection = { service, event, error, class: failureClass, since: from }
  const letters: DeadLetterRecord[] = []
  for await (const letter of selected(deadLetters, state, selection)) letters.push(letter)
  return letters
}

async function isConfirmed(
  question: string,
  letters: readonly DeadLetterRecord[],
  { yes }: SettleOptions,
  io: Terminal,
): Promise<boolean> {
  if (yes || letters.length === 0) return true
  const answer = await io.confirm(question)
  if (answer === undefined) throw new ConfirmationNeeded(counted(letters.length, "dead letter"))
  if (!answer) io.stderr.write("Nothing was done.\n")
  return answer
}

function tellPlan(letters: readonly DeadLetterRecord[], { json }: JsonOption, io: Terminal): number {
  const would = letters.filter(({ state }) => state === "dead")
  if (json) writeJson(io, { dryRun: true, letters: would })
  else if (would.length === 0) io.stdout.write("There is nothing to send.\n")
  else io.stdout.write(`${renderDeadLetters(would, colorsFor(io.stdout))}\n`)
  return 0
}
