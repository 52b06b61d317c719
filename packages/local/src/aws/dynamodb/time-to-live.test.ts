import {
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb"
import { expect, it } from "vitest"
import { manualClock } from "../../clock.ts"
import { openStore } from "../../store.ts"
import { openStore as openTables } from "./dynalite.ts"
import { DynamoDbError } from "./errors.ts"
import { start, temporaryFolder, things } from "./testing.ts"
import { timeToLive } from "./time-to-live.ts"

const MINUTE = 60_000
const seconds = (milliseconds: number) => ({ N: String(Math.floor(milliseconds / 1_000)) })
const key = (id: string) => ({ pk: { S: id }, sk: { S: "a" } })

async function put(client: DynamoDBClient, id: string, attributes: Record<string, { N: string } | { S: string }>) {
  await client.send(new PutItemCommand({ TableName: "Things", Item: { ...key(id), ...attributes } }))
}

async function has(client: DynamoDBClient, id: string): Promise<boolean> {
  return (await client.send(new GetItemCommand({ TableName: "Things", Key: key(id) }))).Item !== undefined
}

it("deletes items whose time is over, by the engine's clock, soon after", async () => {
  const { client, clock } = await start()
  await put(client, "short", { expires: seconds(clock.now() + MINUTE) })
  await put(client, "long", { expires: seconds(clock.now() + 60 * MINUTE) })
  clock.advance(3 * MINUTE)
  await expect.poll(() => has(client, "short")).toBe(false)
  expect(await has(client, "long")).toBe(true)
  clock.advance(60 * MINUTE)
  await expect.poll(() => has(client, "long")).toBe(false)
})

it("deletes soon after the start what expired while nothing ran", async () => {
  const folder = temporaryFolder()
  const clock = manualClock()
  const first = await start({ folder, clock })
  await put(first.client, "old", { expires: seconds(clock.now() + 1_000) })
  await first.stop()
  clock.advance(60 * MINUTE)
  const second = await start({ folder, clock })
  expect(await has(second.client, "old")).toBe(true)
  clock.advance(1_000)
  await expect.poll(() => has(second.client, "old")).toBe(false)
})

it("still reads what expired and is not deleted yet, and says how many it deletes", async () => {
  const { client, clock, service } = await start()
  await put(client, "1", { expires: seconds(clock.now() - 1_000), owner: { S: "ada" } })
  await put(client, "2", { expires: seconds(clock.now() - 1_000), owner: { S: "ada" } })
  expect(await has(client, "1")).toBe(true)
  expect(await service.sweep()).toBe(2)
  expect(await service.sweep()).toBe(0)
  const query = {
    TableName: "Things",
    IndexName: "byOwner",
    KeyConditionExpression: "#o = :o",
    ExpressionAttributeNames: { "#o": "owner" },
    ExpressionAttributeValues: { ":o": { S: "ada" } },
  }
  expect((await client.send(new QueryCommand(query))).Items).toEqual([])
})

it("leaves alone what has no number, what is not over, and what is more than five years past", async () => {
  const { client, clock, service } = await start()
  const fiveYears = Date.UTC(2021, 0, 1)
  await put(client, "text", { expires: { S: "1" } })
  await put(client, "none", {})
  await put(client, "other", { ends: seconds(clock.now() - 1_000) })
  await put(client, "future", { expires: seconds(clock.now() + 1_000) })
  await put(client, "milliseconds", { expires: { N: String(clock.now()) } })
  await put(client, "older", { expires: seconds(fiveYears - 1_000) })
  await put(client, "old", { expires: seconds(fiveYears + 1_000) })
  expect(await service.sweep()).toBe(1)
  expect(await has(client, "old")).toBe(false)
  expect(await has(client, "older")).toBe(true)
})

it("leaves an item that is given more time while it is being deleted", async () => {
  const { client, clock, service } = await start()
  await put(client, "renewed", { expires: seconds(clock.now() - 1_000) })
  const renewal = {
    TableName: "Things",
    Key: key("renewed"),
    UpdateExpression: "SET expires = :later",
    ExpressionAttributeValues: { ":later": seconds(clock.now() + MINUTE) },
  }
  await client.send(new UpdateItemCommand(renewal))
  expect(await service.sweep()).toBe(0)
  expect(await has(client, "renewed")).toBe(true)
})

it("deletes on the condition that the time is the same, and does not count what was renewed", async () => {
  const context = { clock: manualClock(), store: openStore(), region: "us-east-1", accountId: "0" }
  const store = await openTables(undefined, "us-east-1", "0")
  const expires = seconds(context.clock.now() - 1_000)
  await store.db.batch([{ type: "put", key: "item-Things~1", value: { ...key("1"), expires } }])
  const deletions: object[] = []
  const deleteItem = async (input: object) => {
    deletions.push(input)
    throw new DynamoDbError("ConditionalCheckFailedException", "")
  }
  const expiry = timeToLive({ tables: [things], store, context, deleteItem, tidy: async () => {} })
  expect(await expiry.sweep()).toBe(0)
  expect(deletions).toEqual([
    {
      TableName: "Things",
      Key: key("1"),
      ConditionExpression: "#ttl = :ttl",
      ExpressionAttributeNames: { "#ttl": "expires" },
      ExpressionAttributeValues: { ":ttl": expires },
    },
  ])
  await expiry.stop()
  await store.db.close()
})

it("describes which attribute it is", async () => {
  const { client } = await start()
  const describe = async (TableName: string) =>
    (await client.send(new DescribeTimeToLiveCommand({ TableName }))).TimeToLiveDescription
  expect(await describe("Things")).toEqual({ TimeToLiveStatus: "ENABLED", AttributeName: "expires" })
  expect(await describe("Others")).toEqual({ TimeToLiveStatus: "DISABLED" })
  await expect(describe("None")).rejects.toMatchObject({ name: "ResourceNotFoundException" })
})
