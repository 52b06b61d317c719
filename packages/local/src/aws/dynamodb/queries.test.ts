import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  type DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
  ScanCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb"
import { expect, it } from "vitest"
import { start } from "./testing.ts"

const TableName = "Things"
const numbered = (n: number) => ({
  pk: { S: "p" },
  sk: { S: String(n).padStart(3, "0") },
  owner: { S: "ada" },
  rank: { N: String(n % 3) },
  even: { BOOL: n % 2 === 0 },
})

async function withItems(count: number): Promise<DynamoDBClient> {
  const { client } = await start()
  for (let n = 0; n < count; n += 25) {
    const length = Math.min(25, count - n)
    const requests = Array.from({ length }, (_, place) => ({ PutRequest: { Item: numbered(n + place) } }))
    await client.send(new BatchWriteItemCommand({ RequestItems: { Things: requests } }))
  }
  return client
}

const byKey = { TableName, KeyConditionExpression: "pk = :p", ExpressionAttributeValues: { ":p": { S: "p" } } }
const byOwner = (owner = "ada") => ({
  TableName,
  IndexName: "byOwner",
  KeyConditionExpression: "#owner = :owner",
  ExpressionAttributeNames: { "#owner": "owner" },
  ExpressionAttributeValues: { ":owner": { S: owner } },
})

async function allPages(client: DynamoDBClient, input: QueryCommandInput) {
  const found: (string | undefined)[] = []
  let start: QueryCommandInput["ExclusiveStartKey"]
  do {
    const page = await client.send(new QueryCommand({ ...input, ExclusiveStartKey: start }))
    found.push(...(page.Items ?? []).map(({ pk, sk }) => `${pk?.S}${sk?.S}`))
    start = page.LastEvaluatedKey
  } while (start)
  return found
}

it("counts its limit before the filter, and goes on from there", async () => {
  const client = await withItems(10)
  const filter = {
    ...byKey,
    Limit: 3,
    FilterExpression: "even = :even",
    ExpressionAttributeValues: { ...byKey.ExpressionAttributeValues, ":even": { BOOL: true } },
  }
  const first = await client.send(new QueryCommand({ ...filter, ProjectionExpression: "sk" }))
  expect(first).toMatchObject({ Count: 2, ScannedCount: 3, LastEvaluatedKey: { sk: { S: "002" } } })
  expect(first.Items).toEqual([{ sk: { S: "000" } }, { sk: { S: "002" } }])
  expect(await allPages(client, filter)).toEqual(["p000", "p002", "p004", "p006", "p008"])
  const counted = await client.send(new QueryCommand({ ...filter, Limit: undefined, Select: "COUNT" }))
  expect(counted).toMatchObject({ Count: 5, ScannedCount: 10 })
  expect(counted.Items).toBeUndefined()
})

it.each([true, false])("pages through an index, forward: %s", async (ScanIndexForward) => {
  const client = await withItems(30)
  const found = await allPages(client, { ...byOwner(), Limit: 7, ScanIndexForward })
  expect(new Set(found)).toEqual(new Set(await allPages(client, byKey)))
  expect(found).toHaveLength(30)
})

it("scans in segments that make the whole", async () => {
  const client = await withItems(30)
  for (let n = 0; n < 10; n++)
    await client.send(new PutItemCommand({ TableName, Item: { pk: { S: `other${n}` }, sk: { S: "a" } } }))
  const segments = await Promise.all(
    [0, 1, 2, 3].map((Segment) => client.send(new ScanCommand({ TableName, Segment, TotalSegments: 4 }))),
  )
  expect(segments.flatMap(({ Items = [] }) => Items)).toHaveLength(40)
})

// These two are the same to the first 24 bits of the digest that tells rows of an index apart.
const alike = ["item-5064", "item-6580"].map((id) => ({ pk: { S: id }, sk: { S: "a" }, owner: { S: "bob" } }))

it("keeps items of one index key apart, whatever their own keys are", async () => {
  const { client } = await start()
  for (const Item of alike) await client.send(new PutItemCommand({ TableName, Item }))
  expect(await allPages(client, byOwner("bob"))).toHaveLength(2)
  expect(new Set(await allPages(client, { ...byOwner("bob"), Limit: 1 }))).toEqual(
    new Set(alike.map(({ pk }) => `${pk.S}a`)),
  )
  const [first, second] = alike.map(({ pk, sk }) => ({ pk, sk }))
  await client.send(new DeleteItemCommand({ TableName, Key: first }))
  expect(await allPages(client, byOwner("bob"))).toEqual([`${second?.pk.S}a`])
  const UpdateExpression = "REMOVE #owner"
  const names = { "#owner": "owner" }
  await client.send(
    new UpdateItemCommand({ TableName, Key: second, UpdateExpression, ExpressionAttributeNames: names }),
  )
  expect(await allPages(client, byOwner("bob"))).toEqual([])
})

it("has no item in an index whose key it lacks", async () => {
  const { client } = await start()
  await client.send(new PutItemCommand({ TableName, Item: { pk: { S: "1" }, sk: { S: "a" } } }))
  expect((await client.send(new ScanCommand({ TableName, IndexName: "byOwner" }))).Count).toBe(0)
})

const emptyKey = "The AttributeValue for a key attribute cannot contain an empty string value. Key: pk"
const byRank = {
  TableName,
  IndexName: "byRank",
  KeyConditionExpression: "#rank = :rank",
  ExpressionAttributeNames: { "#rank": "rank" },
  ExpressionAttributeValues: { ":rank": { N: "1" } },
}

it.each<[string, QueryCommandInput, string]>([
  [
    "consistent reads of an index",
    { ...byOwner(), ConsistentRead: true },
    "Consistent reads are not supported on global secondary indexes",
  ],
  [
    "what an index does not have",
    { ...byRank, ProjectionExpression: "pk, even" },
    "Global secondary index byRank does not project [even]",
  ],
  ["all of what an index has in part", { ...byRank, Select: "ALL_ATTRIBUTES" }, "ALL_ATTRIBUTES is not supported"],
  ["an empty key", { ...byKey, ExpressionAttributeValues: { ":p": { S: "" } } }, emptyKey],
  ["an index that is not there", { ...byOwner(), IndexName: "none" }, "does not have the specified index: none"],
  [
    "a reserved word",
    { ...byOwner(), KeyConditionExpression: "owner = :owner", ExpressionAttributeNames: undefined },
    "reserved keyword: owner",
  ],
])("refuses %s", async (_, query, message) => {
  const client = await withItems(1)
  const querying = client.send(new QueryCommand(query))
  await expect(querying).rejects.toMatchObject({ name: "ValidationException" })
  await expect(querying).rejects.toThrow(message)
})

it("refuses consistent scans of an index", async () => {
  const { client } = await start()
  const scan = new ScanCommand({ TableName, IndexName: "byOwner", ConsistentRead: true })
  await expect(client.send(scan)).rejects.toThrow("Consistent reads are not supported on global secondary indexes")
})

it.each([
  [
    new PutItemCommand({ TableName, Item: { pk: { S: "1" }, sk: { S: "a" }, owner: { S: "" } } }),
    "IndexName: byOwner, IndexKey: owner",
  ],
  [
    new UpdateItemCommand({
      TableName,
      Key: { pk: { S: "1" }, sk: { S: "a" } },
      UpdateExpression: "SET #owner = :empty",
      ExpressionAttributeNames: { "#owner": "owner" },
      ExpressionAttributeValues: { ":empty": { S: "" } },
    }),
    "The update expression attempted to update a secondary index key to a value that is not supported.",
  ],
])("refuses an empty key of an index (%#)", async (command, message) => {
  const { client } = await start()
  await expect(client.send(command as PutItemCommand)).rejects.toThrow(message)
  expect((await client.send(new ScanCommand({ TableName }))).Count).toBe(0)
})

it("reads batches of more than a megabyte, and leaves what is beyond sixteen", async () => {
  const { client } = await start()
  const Keys = Array.from({ length: 45 }, (_, n) => ({ pk: { S: "big" }, sk: { S: String(n) } }))
  const photo = { S: "x".repeat(390_000) }
  for (const Key of Keys) await client.send(new PutItemCommand({ TableName, Item: { ...Key, photo } }))
  const read = async (keys: typeof Keys) =>
    client.send(
      new BatchGetItemCommand({ RequestItems: { Things: { Keys: keys, ProjectionExpression: "sk, photo" } } }),
    )
  expect((await read(Keys.slice(0, 10))).Responses?.["Things"]).toHaveLength(10)
  const { Responses, UnprocessedKeys } = await read(Keys)
  const left = UnprocessedKeys?.["Things"]
  expect(left).toMatchObject({ ProjectionExpression: "sk, photo" })
  expect(Responses?.["Things"]?.length).toBe(43)
  const rest = await client.send(new BatchGetItemCommand({ RequestItems: UnprocessedKeys ?? {} }))
  expect(rest.Responses?.["Things"]).toHaveLength(2)
})

const put = (sk: string) => ({ PutRequest: { Item: { pk: { S: "1" }, sk: { S: sk } } } })
const many = (length: number) => Array.from({ length }, (_, n) => put(String(n)))
const other = Array.from({ length: 13 }, (_, n) => ({ PutRequest: { Item: { id: { S: String(n) } } } }))

it.each([
  ["more than 25 items", { Things: many(13), Others: other }, "Too many items requested for the BatchWriteItem call"],
  ["one item twice", { Things: [put("1"), put("1")] }, "Provided list of item keys contains duplicates"],
  [
    "a key that is not the table's",
    { Things: [put("1"), { PutRequest: { Item: { pk: { S: "1" } } } }] },
    "The provided key element does not match the schema",
  ],
  [
    "both in one",
    { Things: [{ ...put("1"), DeleteRequest: { Key: { pk: { S: "1" }, sk: { S: "1" } } } }] },
    "must contain exactly one of the supported datatypes",
  ],
])("writes nothing of a batch with %s", async (_, RequestItems, message) => {
  const { client } = await start()
  await expect(client.send(new BatchWriteItemCommand({ RequestItems }))).rejects.toThrow(message)
  expect((await client.send(new ScanCommand({ TableName }))).Count).toBe(0)
})

it("puts and deletes in one batch", async () => {
  const client = await withItems(2)
  const { pk, sk } = numbered(0)
  const requests = [put("new"), { DeleteRequest: { Key: { pk, sk } } }]
  const { UnprocessedItems, ConsumedCapacity } = await client.send(
    new BatchWriteItemCommand({ RequestItems: { Things: requests }, ReturnConsumedCapacity: "TOTAL" }),
  )
  expect(UnprocessedItems).toEqual({})
  expect(ConsumedCapacity).toEqual([{ TableName: "Things", CapacityUnits: 2 }])
  expect((await client.send(new ScanCommand({ TableName }))).Items?.map((item) => item["sk"]?.S).toSorted()).toEqual([
    "001",
    "new",
  ])
})
