import type { DarkroomEvent, OriginalFound } from "@darkroom/events"
import { HandlerError, ToBeContinued } from "@darkroom/lambda"
import { createHash } from "node:crypto"
import { setImmediate } from "node:timers/promises"
import type { Backfills } from "./backfills.ts"
import type { Deps, Limits } from "./deps.ts"
import { SourceMissing, SourceUnreadable } from "./errors.ts"
import type { Objects } from "./objects.ts"
import type { JobTasks, TaskOutcome } from "./job-tasks.ts"
import { type BackfillRecord, noCounts, noneSkipped, type Skipped, sumOf } from "./record.ts"
import type { RefusedRow, RefusedRows } from "./refused-rows.ts"
import { work } from "./work/work.ts"
import type { WorkMessage } from "./work-queue.ts"

/** Thrown in place of an answer: the process has ended at this call. */
export class Crash extends Error {
  override readonly name = "Crash"
}

export interface World {
  readonly deps: Deps
  readonly files: Map<string, Buffer>
  readonly records: Map<string, BackfillRecord>
  readonly published: DarkroomEvent[]
  /** When each event was put on the bus. */
  readonly times: number[]
  readonly messages: { message: WorkMessage; at: number }[]
  readonly reports: Map<string, string>
  readonly clock: { now: number }
  backlog: number
  /** Is called before and after each call of a service, by its number. */
  onCall: (call: number, phase: "before" | "after") => void
  calls: number
}

export const id = "b0a1a9c2-7f5f-4b61-8a9e-0a4c2f1d9e10"

const limits: Limits = { work: 300_000, lease: 30_000, backlog: 10_000, inFlight: 4 }

/** Everything that a backfill reaches, in memory, with a clock that only waiting moves. */
export function worldOf(files: Readonly<Record<string, string | Buffer>> = {}, changed: Partial<Limits> = {}): World {
  const clock = { now: Date.UTC(2026, 10, 22) }
  const world: World = {
    files: new Map(Object.entries(files).map(([key, body]) => [key, Buffer.from(body)])),
    records: new Map(),
    published: [],
    times: [],
    messages: [],
    reports: new Map(),
    clock,
    backlog: 0,
    calls: 0,
    onCall: () => {},
    get deps() {
      return deps
    },
  }
  const call = async <Answer>(work: () => Answer | Promise<Answer>): Promise<Answer> => {
    const number = ++world.calls
    world.onCall(number, "before")
    const answer = await work()
    world.onCall(number, "after")
    return answer
  }
  const deps: Deps = {
    backfills: memoryBackfills(world.records, call),
    refused: memoryRefused(call),
    tasks: memoryTasks(call),
    objects: memoryObjects(world.files, call),
    queue: {
      send: (message, delay = 0) =>
        call(
          () =>
            void world.messages.push({
              message: { id: message.id, report: message.report ?? false },
              at: clock.now + delay * 1000,
            }),
        ),
      backlog: () => call(() => world.backlog),
    },
    publish: async (events) => {
      // EventBridge takes its time: others get their answers meanwhile.
      for (let turn = 0; turn <= world.calls % 5; turn++) await setImmediate()
      return call(() => {
        world.published.push(...events)
        world.times.push(...events.map(() => clock.now))
      })
    },
    writeReport: (key, text) =>
      call(async () => {
        let whole = ""
        for await (const piece of text) whole += piece
        world.reports.set(key, whole)
      }),
    photos: "photos",
    output: "output",
    limits: { ...limits, ...changed },
    now: () => clock.now,
    async wait(milliseconds) {
      await setImmediate()
      clock.now += milliseconds
    },
  }
  return world
}

type Call = <Answer>(work: () => Answer | Promise<Answer>) => Promise<Answer>

export function memoryBackfills(records: Map<string, BackfillRecord>, call: Call = async (work) => work()): Backfills {
  const set = (record: BackfillRecord) => {
    records.set(record.id, record)
    return structuredClone(record)
  }
  const when = (id: string, holds: (record: BackfillRecord) => boolean, changes: Partial<BackfillRecord>) =>
    call(() => {
      const record = records.get(id)
      return record && holds(record) ? set({ ...record, ...changes }) : undefined
    })
  return {
    get: (id) => call(() => structuredClone(records.get(id))),
    list: () => call(() => [...records.values()].toSorted((a, b) => b.startedAt - a.startedAt)),
    create: (record) =>
      call(() => {
        const isNew = !records.has(record.id)
        if (isNew) set(record)
        return isNew
      }),
    change: (id, states, changes) => when(id, ({ state }) => states.includes(state), changes),
    lease: (id, { holder, now, until }) =>
      when(id, (record) => record.state === "running" && (record.heldUntil < now || record.holder === holder), {
        holder,
        heldUntil: until,
      }),
    checkpoint: (id, { holder, until }, progress) =>
      when(id, (record) => record.holder === holder, { ...progress, heldUntil: until }),
    release: async (id, holder) =>
      void (await when(id, (record) => record.holder === holder, { holder: null, heldUntil: 0 })),
    claimReport: async (id, now, since) =>
      (await when(id, ({ reportDue = 0 }) => reportDue < since, { reportDue: now })) !== undefined,
  }
}

function memoryRefused(call: Call): RefusedRows {
  const rows = new Map<string, RefusedRow>()
  const counts: Record<keyof Skipped, number> = { ...noneSkipped }
  return {
    add: (_, added) => call(() => added.forEach((row) => rows.set(row.row, row))),
    skip: (_, row, reason) =>
      call(() => {
        if (rows.has(row.row)) return false
        rows.set(row.row, row)
        counts[reason]++
        return true
      }),
    skipped: () => call(() => ({ ...counts })),
    async *all() {
      yield* [...rows.values()].toSorted((a, b) => a.row.localeCompare(b.row, "en", { numeric: true }))
    },
  }
}

export function memoryTasks(call: Call = async (work) => work()): JobTasks {
  const outcomes = new Map<string, TaskOutcome>()
  return {
    count: (id, taskId, outcome) =>
      call(() => {
        const isNew = !outcomes.has(`${id} ${taskId}`)
        if (isNew) outcomes.set(`${id} ${taskId}`, outcome)
        return isNew
      }),
    counts: (id) =>
      call(() =>
        [...outcomes]
          .filter(([task]) => task.startsWith(`${id} `))
          .reduce((sum, [, outcome]) => sumOf(sum, { ...noCounts, rows: 1, [outcome]: 1 }), noCounts),
      ),
  }
}

/** Objects by `bucket/key`, read in small pieces. */
export function memoryObjects(
  files: ReadonlyMap<string, Buffer>,
  call: Call = async (work) => work(),
  piece = 100,
): Objects {
  return {
    open: (bucket, key, expected) =>
      call(() => {
        const file = files.get(`${bucket}/${key}`)
        const where = `s3://${bucket}/${key}`
        if (file === undefined) throw new SourceMissing(where)
        const etag = createHash("md5").update(file).digest("hex")
        if (expected !== undefined && expected !== etag) throw new SourceUnreadable(where, "changed")
        return {
          where,
          size: file.length,
          etag,
          async *from(byte: number) {
            for (let start = byte; start < file.length; start += piece)
              yield await call(() => file.subarray(start, start + piece))
          },
        }
      }),
    async *list(bucket, prefix, after = "") {
      const keys = [...files.keys()]
        .filter((name) => name.startsWith(`${bucket}/${prefix}`))
        .map((name) => name.slice(bucket.length + 1))
        .filter((key) => key > after)
        .toSorted()
      for (let start = 0; start < keys.length || start === 0; start += 7)
        yield await call(() => keys.slice(start, start + 7))
    },
  }
}

/** Hands out the messages as SQS and Lambda would, until none is left; the clock goes on to when the next one is due. */
export async function runMessages(world: World, most = 1_000): Promise<void> {
  for (let receive = 0; world.messages.length > 0; receive++) {
    if (receive > most) throw new Error("the messages do not come to an end")
    const next = world.messages.toSorted((a, b) => a.at - b.at)[0]!
    world.clock.now = Math.max(world.clock.now, next.at)
    try {
      await work(next.message, { holder: `receive-${receive}-${world.calls}` }, world.deps)
      world.messages.splice(world.messages.indexOf(next), 1)
    } catch (error) {
      if (!(error instanceof Crash) && !(error instanceof HandlerError)) throw error
      next.at = world.clock.now + (error instanceof ToBeContinued ? error.retryAfter * 1000 : 31_000)
    }
  }
}

export function foundIn({ published }: World): OriginalFound[] {
  return published.filter((event): event is OriginalFound => event.type === "OriginalFound")
}
