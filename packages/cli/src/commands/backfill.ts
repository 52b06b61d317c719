import type { BackfillCommand, BackfillStatus } from "@darkroom/events"
import type { Command } from "commander"
import { randomUUID } from "node:crypto"
import { followBackfill } from "../backfill/follow-backfill.ts"
import { renderBackfill, renderBackfills } from "../backfill/render-backfill.ts"
import { checkedManifest, checkedUrl, isOneSource, sourceOf, type SourceOptions } from "../backfill/source-of.ts"
import { NoBackfill } from "../errors.ts"
import { positiveNumber } from "../positive-number.ts"
import { interruption } from "../reprocess/interruption.ts"
import type { Stage } from "../stage.ts"
import { type Terminal, terminal, withStage, writeJson } from "../terminal.ts"
import { colorsFor } from "../text.ts"

/** Objects a second. */
const DEFAULT_RATE = 50
const INTERRUPTED = 130

export interface JsonOption {
  readonly json?: boolean
}

export interface StartOptions extends SourceOptions, JsonOption {
  readonly rate: number
  readonly again?: boolean
  readonly follow?: boolean
}

export function register(program: Command): void {
  const backfill = program.command("backfill").description("take in what is already in the bucket, at a rate")
  backfill
    .command("start")
    .description("begin with what is under a prefix, or what a manifest names")
    .option("--prefix <prefix>", "all objects of the bucket Photos under it")
    .option(
      "--manifest <file>",
      "a CSV file of bucket and key: s3://bucket/key, or a file of this machine",
      checkedManifest,
    )
    .option("--inventory <url>", "the manifest.json of an S3 Inventory: s3://bucket/key", checkedUrl)
    .option("--rate <n>", "objects a second, at the most", positiveNumber, DEFAULT_RATE)
    .option("--again", "also what was taken in before")
    .option("--follow", "show how far it has come until it ends")
    .option("--json", "print an object")
    .action(async (options: StartOptions, command: Command) => {
      if (!isOneSource(options)) command.error("error: name one of --prefix, --manifest and --inventory")
      process.exitCode = await startBackfill(options)
    })
  backfill
    .command("status")
    .description("how one stands, the latest unless an id is given")
    .argument("[id]")
    .option("--follow", "show how far it has come until it ends")
    .option("--json", "print an object")
    .action(async (id: string | undefined, options: JsonOption & { follow?: boolean }) => {
      process.exitCode = await statusOfBackfill(id, options)
    })
  backfill
    .command("list")
    .description("all backfills, the latest first")
    .option("--json", "print an array")
    .action((options: JsonOption) => listBackfills(options))
  for (const [command, description] of Object.entries(COMMANDS)) {
    backfill
      .command(command)
      .description(description)
      .argument("<id>")
      .option("--json", "print an object")
      .action((id: string, options: JsonOption) => tellBackfill({ command: command as Simple, id }, options))
  }
  backfill
    .command("rate")
    .description("another rate for one that is under way")
    .argument("<id>")
    .argument("<n>", "objects a second, at the most", positiveNumber)
    .option("--json", "print an object")
    .action((id: string, rate: number, options: JsonOption) => tellBackfill({ command: "rate", id, rate }, options))
}

const COMMANDS = {
  pause: "have one emit nothing more until it is resumed",
  resume: "have one go on where it was",
  cancel: "end one; what it has emitted is processed all the same",
} as const
type Simple = keyof typeof COMMANDS

/** The exit code: 1 where the end was seen and was not good, 130 where nobody wanted to see it. Throws BackfillRefused. */
export async function startBackfill(options: StartOptions, io: Terminal = terminal): Promise<number> {
  return withStage(io, async (stage) => {
    const source = await sourceOf(stage, options)
    // With an id of our own, a request that is sent again starts nothing twice.
    const { rate, again = false } = options
    const command = { command: "start", id: randomUUID(), source, rate, again } as const
    return show(stage, only(await stage.backfills(command)), options, io)
  })
}

/** The exit code, as for `start`. Throws BackfillRefused, NoBackfill. */
export async function statusOfBackfill(
  id: string | undefined,
  options: JsonOption & { readonly follow?: boolean },
  io: Terminal = terminal,
): Promise<number> {
  return withStage(io, async ({ backfills }) => {
    const [status] = await backfills(id === undefined ? { command: "list" } : { command: "get", id })
    return show({ backfills }, only(status && [status]), options, io)
  })
}

export async function listBackfills({ json }: JsonOption, io: Terminal = terminal): Promise<void> {
  const all = await withStage(io, ({ backfills }) => backfills({ command: "list" }))
  if (json) return writeJson(io, all)
  io.stdout.write(all.length === 0 ? "There are none.\n" : `${renderBackfills(all, colorsFor(io.stdout))}\n`)
}

/** Has a command done and shows how the backfill then stands. Throws BackfillRefused. */
export async function tellBackfill(
  command: BackfillCommand,
  options: JsonOption,
  io: Terminal = terminal,
): Promise<void> {
  await withStage(io, async (stage) => show(stage, only(await stage.backfills(command)), options, io))
}

function only(backfills: readonly BackfillStatus[] | undefined): BackfillStatus {
  const [status] = backfills ?? []
  if (status === undefined) throw new NoBackfill()
  return status
}

async function show(
  stage: Pick<Stage, "backfills">,
  status: BackfillStatus,
  { json, follow }: JsonOption & { readonly follow?: boolean },
  io: Terminal,
): Promise<number> {
  const { signal, release } = follow ? interruption() : { signal: undefined, release: () => {} }
  const last = signal ? await followBackfill(stage, status.id, io, { signal }).finally(release) : status
  if (json) writeJson(io, last)
  else io.stdout.write(`${renderBackfill(last, colorsFor(io.stdout))}\n`)
  if (!follow) return 0
  if (last.state === "running") {
    io.stderr.write(`It goes on. Follow it with: darkroom backfill status ${last.id} --follow\n`)
    return INTERRUPTED
  }
  return last.state === "completed" ? 0 : 1
}
