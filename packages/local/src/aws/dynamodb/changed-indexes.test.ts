import { type DynamoDBClient, PutItemCommand, QueryCommand, ScanCommand } from "@aws-sdk/client-dynamodb"
import { expect, it } from "vitest"
import type { TableNode } from "../../graph.ts"
import { start, temporaryFolder, things } from "./testing.ts"

const items = ["a", "b"].map((sk) => ({ pk: { S: "1" }, sk: { S: sk }, owner: { S: "ada" }, rank: { N: "7" } }))
const withIndexes = (...indexes: TableNode["indexes"]): TableNode => ({
  ...things,
  attributes: things.attributes.filter(({ name }) =>
    ["pk", "sk", ...indexes.map(({ hashKey }) => hashKey)].includes(name),
  ),
  indexes,
})
const [byOwner, byRank] = things.indexes as [TableNode["indexes"][number], TableNode["indexes"][number]]

async function query(client: DynamoDBClient, index: string, attribute: string, value: object) {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: "Things",
      IndexName: index,
      KeyConditionExpression: "#a = :v",
      ExpressionAttributeNames: { "#a": attribute },
      ExpressionAttributeValues: { ":v": value as { S: string } },
    }),
  )
  return Items.toSorted((a, b) => String(a["sk"]?.S).localeCompare(String(b["sk"]?.S)))
}

/** A run with the table's indexes, on what the run before left. */
async function run(folder: string, ...indexes: TableNode["indexes"]) {
  return start({ folder, tables: [withIndexes(...indexes)] })
}

it("fills an index that the app did not have when the items were stored", async () => {
  const folder = temporaryFolder()
  const first = await run(folder, byOwner)
  for (const Item of items) await first.client.send(new PutItemCommand({ TableName: "Things", Item }))
  await first.stop()

  const { client } = await run(folder, byOwner, { ...byRank, projection: "ALL" })
  expect(await query(client, "byRank", "rank", { N: "7" })).toEqual(items)
  expect(await query(client, "byOwner", "owner", { S: "ada" })).toEqual(items)
  expect((await client.send(new ScanCommand({ TableName: "Things" }))).Items).toEqual(items)
})

it("forgets an index that the app has no longer, also what was in it", async () => {
  const folder = temporaryFolder()
  const first = await run(folder, byOwner)
  for (const Item of items) await first.client.send(new PutItemCommand({ TableName: "Things", Item }))
  await first.stop()
  const second = await run(folder)
  await expect(query(second.client, "byOwner", "owner", { S: "ada" })).rejects.toThrow("index")
  await second.client.send(new PutItemCommand({ TableName: "Things", Item: { ...items[0]!, owner: { S: "eve" } } }))
  await second.stop()

  const { client } = await run(folder, byOwner)
  expect(await query(client, "byOwner", "owner", { S: "ada" })).toEqual([items[1]])
})

it("has in an index what is included, also where that has changed since the items were stored", async () => {
  const folder = temporaryFolder()
  const including = (...included: string[]) => ({ ...byOwner, projection: "INCLUDE", included })
  const first = await run(folder, including("rank"))
  for (const Item of items)
    await first.client.send(new PutItemCommand({ TableName: "Things", Item: { ...Item, size: { N: "1" } } }))
  expect(await query(first.client, "byOwner", "owner", { S: "ada" })).toEqual(items)
  await first.stop()

  const { client } = await run(folder, including("size"))
  const sized = items.map(({ rank: _, ...item }) => ({ ...item, size: { N: "1" } }))
  expect(await query(client, "byOwner", "owner", { S: "ada" })).toEqual(sized)
})
