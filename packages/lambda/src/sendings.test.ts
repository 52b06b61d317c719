import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb"
import { startTables, tableNode } from "@darkroom/local/embedded"
import { expect, it, onTestFinished } from "vitest"
import { sendingsIn } from "./index.ts"

/** The table, and a way to lose the answers of the next calls though they were done. */
async function table() {
  const tables = await startTables([tableNode({ name: "Idempotency", hashKey: "id" })])
  onTestFinished(() => tables.close())
  const client = new DynamoDBClient({ ...tables.client, maxAttempts: 3, retryMode: "standard" })
  onTestFinished(() => client.destroy())
  let lost = 0
  client.middlewareStack.add(
    (next) => async (call) => {
      const answer = await next(call)
      if (lost-- > 0) throw Object.assign(new Error("lost"), { name: "TimeoutError" })
      return answer
    },
    { step: "finalizeRequest", priority: "low", name: "lose" },
  )
  return {
    client,
    loseAnswers: (count: number) => void (lost = count),
    sendings: sendingsIn(
      () => "Idempotency",
      () => client,
    ),
  }
}

it("gives a message to one sender, and tells the others how far it came", async () => {
  const { sendings } = await table()
  const claims = await Promise.all([sendings.claim("a"), sendings.claim("a"), sendings.claim("b")])
  expect(claims.toSorted()).toEqual(["claimed", "claimed", "unanswered"])
  await sendings.confirm("a")
  expect([await sendings.claim("a"), await sendings.claim("b")]).toEqual(["sent", "unanswered"])
})

it("lets a message be claimed again that was refused", async () => {
  const { sendings } = await table()
  await sendings.claim("a")
  await sendings.release("a")
  expect(await sendings.claim("a")).toBe("claimed")
})

it("knows its own claim where the SDK asks again because an answer was lost", async () => {
  const { sendings, loseAnswers } = await table()
  loseAnswers(1)
  expect(await sendings.claim("a")).toBe("claimed")
  expect(await sendings.claim("a")).toBe("unanswered")
})

it("forgets after fourteen days", async () => {
  const { client, sendings } = await table()
  await sendings.claim("a")
  const { Item } = await client.send(new GetItemCommand({ TableName: "Idempotency", Key: { id: { S: "sending#a" } } }))
  const days = (Number(Item?.["expiration"]?.N) - Date.now() / 1000) / 86_400
  expect(days).toBeCloseTo(14, 2)
})
