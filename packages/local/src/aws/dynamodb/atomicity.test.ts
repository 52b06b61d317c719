import { expect, it } from "vitest"
import { manualClock } from "../../clock.ts"
import { clientRequestTokens } from "./client-request-tokens.ts"
import { type Change, type Item, openStore, type Rows, type Store } from "./dynalite.ts"
import { openGate } from "./gate.ts"
import { operations } from "./operations.ts"
import { createTable } from "./tables.ts"
import { things } from "./testing.ts"

const TableName = "Things"
const key = (id: string) => ({ pk: { S: id }, sk: { S: "a" } })

/** The operations without HTTP between, so that they overlap, on a store that `change` may alter. */
async function opened(change: (store: Store) => Store = (store) => store) {
  const opened = await openStore(undefined, "us-east-1", "0")
  await createTable(things, opened)
  const store = change(opened)
  const tokens = clientRequestTokens(store, manualClock())
  const byName = operations({ tables: [things], store, gate: openGate(), tokens })
  return async (name: string, input: object) => (await byName[name]?.(input)) as Record<string, unknown>
}

function withBatch(store: Store, batch: Store["db"]["batch"]): Store {
  return { ...store, db: Object.assign(Object.create(store.db) as Store["db"], { batch }) }
}

const put = (id: string) => ({ Put: { TableName, Item: { ...key(id), owner: { S: "ada" }, rank: { N: "1" } } } })
const increment = (id: string) => ({
  TableName,
  Key: key(id),
  UpdateExpression: "ADD n :one",
  ExpressionAttributeValues: { ":one": { N: "1" } },
})

it("writes an item with its indexes, and a transaction with its token, at once", async () => {
  const batches: (readonly Change[])[] = []
  const run = await opened((store) =>
    withBatch(store, async (changes) => {
      batches.push(changes)
      await store.db.batch(changes)
    }),
  )
  const written = (place: number) => batches[place]?.filter(({ type }) => type === "put").length
  await run("PutItem", put("1").Put)
  await run("TransactWriteItems", { TransactItems: [put("2"), put("3")], ClientRequestToken: "token" })
  expect([batches.length, written(0), written(1)]).toEqual([2, 3, 7])
  expect(await run("Scan", { TableName, IndexName: "byOwner" })).toMatchObject({ Count: 3 })
})

it("leaves nothing of what cannot be written", async () => {
  const run = await opened((store) => withBatch(store, () => Promise.reject(new Error("The disk is full"))))
  await expect(run("TransactWriteItems", { TransactItems: [put("1"), put("2")] })).rejects.toThrow("full")
  await expect(run("PutItem", put("1").Put)).rejects.toThrow("full")
  expect(await run("Scan", { TableName })).toMatchObject({ Count: 0 })
  expect(await run("Scan", { TableName, IndexName: "byOwner" })).toMatchObject({ Count: 0 })
})

it("counts the increments of all callers, in transactions and out of them", async () => {
  const run = await opened()
  const both = { TransactItems: [{ Update: increment("1") }, { Update: increment("2") }] }
  const calls = Array.from({ length: 20 }, () => [run("TransactWriteItems", both), run("UpdateItem", increment("1"))])
  await Promise.all(calls.flat())
  expect(await run("GetItem", { TableName, Key: key("1") })).toMatchObject({ Item: { n: { N: "40" } } })
  expect(await run("GetItem", { TableName, Key: key("2") })).toMatchObject({ Item: { n: { N: "20" } } })
})

/** The next read of one item takes as many turns of the event loop to begin. */
function delaying(store: Store, id: string, delay: { turns: number }): Store {
  const hex = Buffer.from(id).toString("hex")
  const later = (turns: number, then: () => void): unknown =>
    setImmediate(() => (turns > 0 ? later(turns - 1, then) : then()))
  const getItemDb = (table: string): Rows => {
    const rows = store.getItemDb(table)
    const get: Rows["get"] = (rowKey, done) => {
      if (!rowKey.includes(hex)) return rows.get(rowKey, done)
      later(delay.turns, () => rows.get(rowKey, done))
      delay.turns = 0
    }
    return { ...rows, get }
  }
  return { ...store, getItemDb }
}

it("reads items as they are at one moment", async () => {
  const delay = { turns: 0 }
  const run = await opened((store) => delaying(store, "slow", delay))
  const written = (n: string) => ({
    TransactItems: ["fast", "slow"].map((id) => ({ Put: { TableName, Item: { ...key(id), n: { N: n } } } })),
  })
  await run("TransactWriteItems", written("1"))
  delay.turns = 200
  const gets = { TransactItems: ["fast", "slow"].map((id) => ({ Get: { TableName, Key: key(id) } })) }
  const [read] = await Promise.all([run("TransactGetItems", gets), run("BatchWriteItem", batchOf("fast", "slow"))])
  const seen = (read["Responses"] as { Item: Item }[]).map(({ Item }) => Item["n"]?.["N"])
  expect(seen).toEqual(["1", "1"])
})

function batchOf(...ids: string[]): object {
  return { RequestItems: { Things: ids.map((id) => ({ PutRequest: { Item: { ...key(id), n: { N: "2" } } } })) } }
}
