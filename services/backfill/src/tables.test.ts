import { DynamoDBClient, TransactionCanceledException } from "@aws-sdk/client-dynamodb"
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb"
import { startTables, tableNode } from "@darkroom/local/embedded"
import { randomUUID } from "node:crypto"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type Backfills, backfillsTable } from "./backfills.ts"
import { type JobTasks, jobTasksTable } from "./job-tasks.ts"
import { type BackfillRecord, noCounts } from "./record.ts"
import { type RefusedRow, refusedRowsTable } from "./refused-rows.ts"
import { memoryBackfills, memoryTasks } from "./world.fixture.ts"

let tables: Awaited<ReturnType<typeof startTables>>
let client: DynamoDBDocumentClient
beforeAll(async () => {
  tables = await startTables([tableNode({ name: "Backfills", hashKey: "pk", rangeKey: "sk" })])
  client = DynamoDBDocumentClient.from(new DynamoDBClient(tables.client))
})
afterAll(() => tables.close())

const newRecord = (changes: Partial<BackfillRecord> = {}): BackfillRecord => ({
  id: randomUUID(),
  source: { kind: "prefix", bucket: "photos", prefix: "images/" },
  rate: 50,
  again: false,
  state: "running",
  startedAt: 1,
  endedAt: null,
  told: false,
  message: null,
  etag: null,
  position: null,
  counts: noCounts,
  done: null,
  waiting: false,
  holder: null,
  heldUntil: 0,
  ...changes,
})

const kinds: [string, () => Backfills][] = [
  ["DynamoDB", () => backfillsTable(client, "Backfills")],
  ["memory, which other tests rely on", () => memoryBackfills(new Map())],
]

describe.each(kinds)("backfills in %s", (_, open) => {
  it("are created once, changed in the states named alone, and listed, the latest first", async () => {
    const backfills = open()
    const [one, other] = [newRecord({ startedAt: 10 }), newRecord({ startedAt: 20 })]
    expect([await backfills.create(one), await backfills.create(one), await backfills.create(other)]).toEqual([
      true,
      false,
      true,
    ])
    expect(await backfills.get(one.id)).toEqual(one)
    expect(await backfills.get(randomUUID())).toBeUndefined()
    expect(await backfills.change(one.id, ["paused"], { rate: 1 })).toBeUndefined()
    expect(await backfills.change(one.id, ["paused", "running"], { rate: 1 })).toEqual({ ...one, rate: 1 })
    expect(await backfills.change(randomUUID(), ["running"], { rate: 1 })).toBeUndefined()
    expect((await backfills.list()).map(({ id }) => id)).toEqual([other.id, one.id])
  })

  it("are worked on by one at a time, until that lets go or was silent for too long", async () => {
    const backfills = open()
    const { id } = newRecord()
    await backfills.create(newRecord({ id }))
    const lease = { holder: "a", now: 100, until: 200 }
    expect(await backfills.lease(id, lease)).toMatchObject({ holder: "a", heldUntil: 200 })
    expect(await backfills.lease(id, lease)).toMatchObject({ holder: "a" })
    expect(await backfills.lease(id, { holder: "b", now: 200, until: 300 })).toBeUndefined()
    expect(
      await backfills.checkpoint(id, { ...lease, until: 250 }, { position: { after: "k" }, done: 0.5 }),
    ).toMatchObject({
      position: { after: "k" },
      done: 0.5,
      heldUntil: 250,
    })
    expect(await backfills.lease(id, { holder: "b", now: 251, until: 300 })).toMatchObject({ holder: "b" })
    expect(await backfills.checkpoint(id, lease, { done: 1 })).toBeUndefined()
    await backfills.release(id, "a")
    expect(await backfills.get(id)).toMatchObject({ holder: "b", done: 0.5 })
    await backfills.release(id, "b")
    expect(await backfills.lease(id, { holder: "c", now: 1, until: 2 })).toMatchObject({ holder: "c" })
    await backfills.release(id, "c")
    await backfills.change(id, ["running"], { state: "paused" })
    expect(await backfills.lease(id, { holder: "d", now: 3, until: 4 })).toBeUndefined()
  })

  it("have their report asked for by one at a time", async () => {
    const backfills = open()
    const { id } = newRecord()
    await backfills.create(newRecord({ id }))
    const claims = await Promise.all([1, 2].map(() => backfills.claimReport(id, 100, 50)))
    expect(claims.filter(Boolean)).toHaveLength(1)
    expect(await backfills.claimReport(id, 200, 150)).toBe(true)
    await backfills.change(id, ["running"], { reportDue: 0 })
    expect(await backfills.claimReport(id, 210, 50)).toBe(true)
    expect(await backfills.claimReport(randomUUID(), 1, 1)).toBe(false)
  })
})

const tasks: [string, () => JobTasks][] = [
  ["DynamoDB", () => jobTasksTable(client, "Backfills")],
  ["memory, which other tests rely on", () => memoryTasks()],
]

describe.each(tasks)("tasks of a job in %s", (_, open) => {
  it("are counted once each, by what became of them first", async () => {
    const { count, counts } = open()
    const [one, other] = [randomUUID(), randomUUID()]
    expect(await counts(one)).toEqual(noCounts)
    expect(await count(one, "a", "emitted")).toBe(true)
    expect(await count(one, "a", "foreign")).toBe(false)
    for (const [task, outcome] of [
      ["b", "emitted"],
      ["c", "malformed"],
      ["d", "foreign"],
      ["x".repeat(3_000), "foreign"],
    ] as const)
      await count(one, task, outcome)
    await count(other, "a", "foreign")
    expect(await counts(one)).toEqual({ rows: 5, emitted: 2, malformed: 1, foreign: 2 })
    expect(await counts(other)).toEqual({ ...noCounts, rows: 1, foreign: 1 })
  })
})

describe("a task that others are in the way of", () => {
  const refusal = (...codes: string[]) =>
    new TransactionCanceledException({
      message: "",
      $metadata: {},
      CancellationReasons: codes.map((Code) => ({ Code })),
    })

  /** A table that refuses so often. */
  function busy(times: number, error: Error = refusal("None", "TransactionConflict")) {
    let left = times
    const waits: number[] = []
    const send = async (command: never) => {
      if (left-- > 0) throw error
      return client.send(command)
    }
    const wait = async (milliseconds: number) => void waits.push(milliseconds)
    return { waits, tasks: jobTasksTable({ send } as typeof client, "Backfills", { wait }) }
  }

  it("is counted a moment later", async () => {
    const { tasks: job, waits } = busy(3)
    const id = randomUUID()
    expect([await job.count(id, "a", "emitted"), waits.length]).toEqual([true, 3])
    expect(await job.counts(id)).toEqual({ ...noCounts, rows: 1, emitted: 1 })
  })

  it("is not counted where they do not end, or DynamoDB has another reason", async () => {
    await expect(busy(100).tasks.count(randomUUID(), "a", "emitted")).rejects.toThrow(TransactionCanceledException)
    const { tasks: job, waits } = busy(1, refusal("None", "ThrottlingError"))
    await expect(job.count(randomUUID(), "a", "emitted")).rejects.toThrow(TransactionCanceledException)
    expect(waits).toEqual([])
  })
})

describe("rows that were not taken", () => {
  const rowsOf = async (id: string) => {
    const rows: RefusedRow[] = []
    for await (const row of refusedRowsTable(client, "Backfills").all(id)) rows.push(row)
    return rows
  }

  it("are there once each, in the order of the source", async () => {
    const id = randomUUID()
    const refused = refusedRowsTable(client, "Backfills")
    const rows = Array.from({ length: 60 }, (_, index) => ({ row: String(index + 1), text: "t", reason: "r" }))
    await refused.add(id, rows.toReversed())
    await refused.add(id, rows.slice(0, 5))
    expect(await rowsOf(id)).toEqual(rows)
    const parts = ["1:2", "1:10", "2:1"].map((row) => ({ row, text: "t", reason: "r" }))
    const other = randomUUID()
    await refused.add(other, parts)
    expect(await rowsOf(other)).toEqual(parts)
  })

  it("may be keys of any length", async () => {
    const id = randomUUID()
    const rows = ["a", "a/007", "a/7", "ü".repeat(512), "x".repeat(1024)].map((row) => ({
      row,
      text: row,
      reason: "r",
    }))
    await refusedRowsTable(client, "Backfills").add(id, rows)
    expect((await rowsOf(id)).map(({ row }) => row).toSorted()).toEqual(rows.map(({ row }) => row).toSorted())
  })

  it("count as skipped once each, however many say so at once", async () => {
    const id = randomUUID()
    const refused = refusedRowsTable(client, "Backfills")
    for (const row of ["1", "2", "3", "3"]) await refused.skip(id, { row, text: "t", reason: "r" }, "known")
    const same = { row: "4", text: "t", reason: "r" }
    const answers = await Promise.allSettled([1, 2, 3].map(() => refused.skip(id, same, "missing")))
    expect(answers.filter((answer) => answer.status === "fulfilled" && answer.value)).toHaveLength(1)
    expect(await refused.skipped(id)).toEqual({ missing: 1, known: 3, archived: 0 })
    expect(await rowsOf(id)).toHaveLength(4)
  })
})
