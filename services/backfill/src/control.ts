import {
  type BackfillAnswer,
  type BackfillState,
  type BackfillStatus,
  backfillCommandSchema,
  problemsOf,
} from "@darkroom/events"
import { randomUUID } from "node:crypto"
import type { z } from "zod"
import { counted } from "./counted.ts"
import { type Deps, defaultDeps } from "./deps.ts"
import { CommandRefused, InvalidCommand, UnknownBackfill, WrongState } from "./errors.ts"
import { started } from "./events-of.ts"
import { type BackfillRecord, noCounts, statusOf } from "./record.ts"
import { checkSource } from "./sources/open-source.ts"
import { tell } from "./work/turn.ts"

type Command = z.output<typeof backfillCommandSchema>
type Start = Extract<Command, { command: "start" }>

/** Does what was commanded and tells how the backfills concerned then stand; what cannot be done is an answer too. */
export async function control(input: unknown, deps: Deps = defaultDeps()): Promise<BackfillAnswer> {
  try {
    const command = backfillCommandSchema.safeParse(input)
    if (!command.success) throw new InvalidCommand(problemsOf(command.error))
    const records = await obey(command.data, deps)
    return { ok: true, backfills: await Promise.all(records.map((record) => status(record, deps))) }
  } catch (error) {
    if (!(error instanceof CommandRefused)) throw error
    return { ok: false, error: { name: error.name, message: error.message } }
  }
}

async function obey(command: Command, deps: Deps): Promise<readonly BackfillRecord[]> {
  switch (command.command) {
    case "start":
      return [await start(command, deps)]
    case "get":
      return [await known(command.id, deps)]
    case "list":
      return deps.backfills.list()
    case "rate":
      return [await told(await change(command.id, { rate: command.rate }, UNDER_WAY, "given another rate", deps), deps)]
    case "pause":
      return [await told(await change(command.id, { state: "paused" }, ["running", "paused"], "paused", deps), deps)]
    case "resume":
      return [await worked(await change(command.id, { state: "running" }, UNDER_WAY, "resumed", deps), deps)]
    case "cancel": {
      const changes = { state: "cancelled", endedAt: deps.now() } as const
      return [await worked(await change(command.id, changes, UNDER_WAY, "cancelled", deps), deps)]
    }
  }
}

const UNDER_WAY: readonly BackfillState[] = ["running", "paused"]

/** Starting again by the same id starts nothing, but sees to it that the first start has come to its end. */
async function start({ id = randomUUID(), source, rate, again }: Start, deps: Deps): Promise<BackfillRecord> {
  const before = await deps.backfills.get(id)
  const record: BackfillRecord = before ?? {
    id,
    source,
    rate,
    again,
    state: "running",
    startedAt: deps.now(),
    endedAt: null,
    told: false,
    message: null,
    etag: (await checkSource(source, deps.objects)) ?? null,
    position: null,
    counts: noCounts,
    done: source.kind === "prefix" ? null : 0,
    waiting: false,
    holder: null,
    heldUntil: 0,
  }
  if (before === undefined) await deps.backfills.create(record)
  await deps.publish([started(record)])
  await deps.queue.send({ id })
  return record
}

async function known(id: string, { backfills }: Deps): Promise<BackfillRecord> {
  const record = await backfills.get(id)
  if (record === undefined) throw new UnknownBackfill(id)
  return record
}

async function change(
  id: string,
  changes: Partial<BackfillRecord>,
  states: readonly BackfillState[],
  wanted: string,
  deps: Deps,
): Promise<BackfillRecord> {
  const changed = await deps.backfills.change(id, states, changes)
  if (changed) return changed
  throw new WrongState(id, (await known(id, deps)).state, wanted)
}

async function told(record: BackfillRecord, deps: Deps): Promise<BackfillRecord> {
  await tell(record, deps)
  return record
}

/** A message more than needed is harmless: who has the lease works. */
async function worked(record: BackfillRecord, deps: Deps): Promise<BackfillRecord> {
  await deps.queue.send({ id: record.id })
  return told(record, deps)
}

async function status(record: BackfillRecord, deps: Deps): Promise<BackfillStatus> {
  const skipped = await deps.refused.skipped(record.id)
  return statusOf(await counted(record, deps), skipped, deps.output)
}
