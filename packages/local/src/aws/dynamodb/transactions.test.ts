import {
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactGetItemsCommand,
  type TransactWriteItem,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  type TransactWriteItemsCommandInput,
} from "@aws-sdk/client-dynamodb"
import { expect, it } from "vitest"
import { manualClock } from "../../clock.ts"
import { clientRequestTokens } from "./client-request-tokens.ts"
import { openStore } from "./dynalite.ts"
import { start, temporaryFolder } from "./testing.ts"

const TableName = "Things"
const key = (id: string) => ({ pk: { S: id }, sk: { S: "a" } })
const put = (id: string, attributes = {}): TransactWriteItem => ({
  Put: { TableName, Item: { ...key(id), ...attributes } },
})

async function write(
  client: DynamoDBClient,
  items: TransactWriteItem[],
  rest: Partial<TransactWriteItemsCommandInput> = {},
) {
  return client.send(new TransactWriteItemsCommand({ TransactItems: items, ...rest }))
}

async function seed(client: DynamoDBClient, id: string, attributes = {}) {
  await client.send(new PutItemCommand({ TableName, Item: { ...key(id), ...attributes } }))
}

async function read(client: DynamoDBClient, id: string) {
  return (await client.send(new GetItemCommand({ TableName, Key: key(id) }))).Item
}

async function count(client: DynamoDBClient, table = TableName) {
  return (await client.send(new ScanCommand({ TableName: table }))).Count
}

async function canceled(writing: Promise<unknown>): Promise<TransactionCanceledException> {
  const error: unknown = await writing.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(TransactionCanceledException)
  return error as TransactionCanceledException
}

it("puts, updates, deletes and checks items of several tables", async () => {
  const { client } = await start()
  await seed(client, "update", { n: { N: "1" } })
  await seed(client, "delete")
  await seed(client, "check", { ok: { BOOL: true } })
  await write(client, [
    put("put", { owner: { S: "ada" } }),
    { Put: { TableName: "Others", Item: { id: { S: "1" } } } },
    { Delete: { TableName, Key: key("delete"), ConditionExpression: "attribute_exists(pk)" } },
    {
      Update: {
        TableName,
        Key: key("update"),
        UpdateExpression: "SET n = n + :one",
        ExpressionAttributeValues: { ":one": { N: "1" } },
      },
    },
    { ConditionCheck: { TableName, Key: key("check"), ConditionExpression: "attribute_exists(ok)" } },
  ])
  expect(await read(client, "put")).toEqual({ ...key("put"), owner: { S: "ada" } })
  expect(await read(client, "update")).toEqual({ ...key("update"), n: { N: "2" } })
  expect(await read(client, "delete")).toBeUndefined()
  expect(await read(client, "check")).toEqual({ ...key("check"), ok: { BOOL: true } })
  expect(await count(client, "Others")).toBe(1)
  const query = {
    TableName,
    IndexName: "byOwner",
    KeyConditionExpression: "#o = :o",
    ExpressionAttributeNames: { "#o": "owner" },
    ExpressionAttributeValues: { ":o": { S: "ada" } },
  }
  expect((await client.send(new QueryCommand(query))).Count).toBe(1)
})

it("writes nothing when one condition fails, and says why in the order of the items", async () => {
  const { client } = await start()
  const taken = { ...key("taken"), by: { S: "ada" } }
  await seed(client, "taken", { by: taken.by })
  const once = { TableName, Item: key("taken"), ConditionExpression: "attribute_not_exists(pk)" }
  const error = await canceled(
    write(client, [
      put("new"),
      { Put: { ...once, ReturnValuesOnConditionCheckFailure: "ALL_OLD" } },
      { ConditionCheck: { TableName, Key: key("missing"), ConditionExpression: "attribute_exists(pk)" } },
      {
        Update: {
          TableName,
          Key: key("absent"),
          UpdateExpression: "SET n = n + :one",
          ExpressionAttributeValues: { ":one": { N: "1" } },
        },
      },
    ]),
  )
  expect(error.message).toBe(
    "Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed, ConditionalCheckFailed, ValidationError]",
  )
  expect(error.CancellationReasons).toEqual([
    { Code: "None" },
    { Code: "ConditionalCheckFailed", Message: "The conditional request failed", Item: taken },
    { Code: "ConditionalCheckFailed", Message: "The conditional request failed" },
    {
      Code: "ValidationError",
      Message: "The provided expression refers to an attribute that does not exist in the item",
    },
  ])
  expect(await read(client, "new")).toBeUndefined()
  expect(await read(client, "taken")).toEqual(taken)
})

it("cancels for a key that is not the table's", async () => {
  const { client } = await start()
  const { CancellationReasons } = await canceled(
    write(client, [
      put("1"),
      { Put: { TableName, Item: { pk: { N: "1" }, sk: { S: "a" } } } },
      { Delete: { TableName, Key: { pk: { S: "1" } } } },
    ]),
  )
  expect(CancellationReasons).toEqual([
    { Code: "None" },
    {
      Code: "ValidationError",
      Message: "One or more parameter values were invalid: Type mismatch for key pk expected: S actual: N",
    },
    { Code: "ValidationError", Message: "The provided key element does not match the schema" },
  ])
})

const empty =
  "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: pk"

it.each<[string, TransactWriteItem[], string]>([
  ["no items", [], "Member must have length greater than or equal to 1"],
  [
    "101 items",
    Array.from({ length: 101 }, (_, n) => put(String(n))),
    "Member must have length less than or equal to 100",
  ],
  [
    "one item twice",
    [put("1"), { Delete: { TableName, Key: key("1") } }],
    "Transaction request cannot include multiple operations on one item",
  ],
  ["nothing to do", [{}], "TransactItems can only contain one of Check, Put, Update or Delete"],
  [
    "two things at once",
    [{ ...put("1"), Delete: { TableName, Key: key("1") } }],
    "TransactItems can only contain one of Check, Put, Update or Delete",
  ],
  ["a check without condition", [{ ConditionCheck: { TableName, Key: key("1") } as never }], "Member must not be null"],
  ["an update without expression", [{ Update: { TableName, Key: key("1") } as never }], "Member must not be null"],
  [
    "a wrong expression",
    [{ Delete: { TableName, Key: key("1"), ConditionExpression: "nonsense" } }],
    "Invalid ConditionExpression: Syntax error",
  ],
  ["an empty key in an item", [put("")], empty],
  ["an empty key", [{ Delete: { TableName, Key: key("") } }], empty],
  ["an empty key of an index", [put("1", { owner: { S: "" } })], "IndexName: byOwner, IndexKey: owner"],
])("refuses %s as a whole", async (_, items, message) => {
  const { client } = await start()
  const writing = write(client, items)
  await expect(writing).rejects.toMatchObject({ name: "ValidationException" })
  await expect(writing).rejects.toThrow(message)
  expect(await count(client)).toBe(0)
})

it("refuses a table that does not exist", async () => {
  const { client } = await start()
  const items = [put("1"), { Put: { TableName: "None", Item: key("1") } }]
  await expect(write(client, items)).rejects.toMatchObject({ name: "ResourceNotFoundException" })
  expect(await count(client)).toBe(0)
})

it("writes 100 items at once", async () => {
  const { client } = await start()
  await write(
    client,
    Array.from({ length: 100 }, (_, n) => put(String(n))),
  )
  expect(await count(client)).toBe(100)
})

it("does a transaction with the same token once, within ten minutes, over a restart too", async () => {
  const folder = temporaryFolder()
  const clock = manualClock()
  const increment: TransactWriteItem = {
    Update: {
      TableName,
      Key: key("1"),
      UpdateExpression: "ADD n :one",
      ExpressionAttributeValues: { ":one": { N: "1" } },
    },
  }
  const first = await start({ folder, clock })
  await write(first.client, [increment], { ClientRequestToken: "token" })
  await write(first.client, [increment], { ClientRequestToken: "token" })
  await first.stop()
  const { client } = await start({ folder, clock })
  clock.advance(9 * 60_000)
  await write(client, [increment], { ClientRequestToken: "token" })
  expect(await read(client, "1")).toMatchObject({ n: { N: "1" } })
  await expect(write(client, [put("2")], { ClientRequestToken: "token" })).rejects.toMatchObject({
    name: "IdempotentParameterMismatchException",
  })
  clock.advance(60_000)
  await write(client, [increment], { ClientRequestToken: "token" })
  expect(await read(client, "1")).toMatchObject({ n: { N: "2" } })
})

it("may do a transaction that was cancelled again with its token", async () => {
  const { client } = await start()
  const check = { ConditionCheck: { TableName, Key: key("1"), ConditionExpression: "attribute_exists(pk)" } }
  await canceled(write(client, [put("2"), check], { ClientRequestToken: "token" }))
  await seed(client, "1")
  await write(client, [put("2"), check], { ClientRequestToken: "token" })
  expect(await read(client, "2")).toEqual(key("2"))
})

it.each(["", "x".repeat(37)])("refuses the token %j", async (ClientRequestToken) => {
  const { client } = await start()
  await expect(write(client, [put("1")], { ClientRequestToken })).rejects.toThrow("clientRequestToken")
})

it("forgets tokens on reset and when they are over", async () => {
  const clock = manualClock()
  const store = await openStore(undefined, "us-east-1", "0")
  const tokens = clientRequestTokens(store, clock)
  await store.db.batch([tokens.change("a", "[1]")])
  await tokens.forget()
  expect(await tokens.isDone("a", "[1]")).toBe(true)
  clock.advance(10 * 60_000)
  await tokens.forget()
  await store.db.batch([tokens.change("b", "[1]")])
  await tokens.clear()
  const left: string[] = []
  for await (const [name] of store.db.iterator({ gte: "client", lt: "d" })) left.push(name)
  expect(left).toEqual([])
  await store.db.close()
})

it("says what it consumed, twice what single writes would", async () => {
  const { client } = await start()
  const items: TransactWriteItem[] = [put("1"), put("2"), { Put: { TableName: "Others", Item: { id: { S: "1" } } } }]
  const { ConsumedCapacity } = await write(client, items, { ReturnConsumedCapacity: "TOTAL" })
  expect(ConsumedCapacity).toEqual([
    { TableName: "Things", CapacityUnits: 4, WriteCapacityUnits: 4 },
    { TableName: "Others", CapacityUnits: 2, WriteCapacityUnits: 2 },
  ])
})

it("reads items of several tables at one moment, in their order", async () => {
  const { client } = await start()
  await write(client, [
    put("1", { a: { S: "x" }, b: { S: "y" } }),
    { Put: { TableName: "Others", Item: { id: { S: "1" } } } },
  ])
  const { Responses, ConsumedCapacity } = await client.send(
    new TransactGetItemsCommand({
      TransactItems: [
        { Get: { TableName: "Others", Key: { id: { S: "1" } } } },
        { Get: { TableName, Key: key("none") } },
        {
          Get: {
            TableName,
            Key: key("1"),
            ProjectionExpression: "#a",
            ExpressionAttributeNames: { "#a": "a" },
          },
        },
      ],
      ReturnConsumedCapacity: "TOTAL",
    }),
  )
  expect(Responses).toEqual([{ Item: { id: { S: "1" } } }, {}, { Item: { a: { S: "x" } } }])
  expect(ConsumedCapacity).toEqual([
    { TableName: "Others", CapacityUnits: 2, ReadCapacityUnits: 2 },
    { TableName: "Things", CapacityUnits: 4, ReadCapacityUnits: 4 },
  ])
})

it.each([
  [
    "one item twice",
    [{ Get: { TableName, Key: key("1") } }, { Get: { TableName, Key: key("1") } }],
    "multiple operations on one item",
  ],
  ["nothing", [], "greater than or equal to 1"],
  ["an element that is no Get", [{}], "Member must not be null"],
])("does not read %s", async (_, items, message) => {
  const { client } = await start()
  const reading = client.send(new TransactGetItemsCommand({ TransactItems: items as never }))
  await expect(reading).rejects.toMatchObject({ name: "ValidationException" })
  await expect(reading).rejects.toThrow(message)
})

it("cancels reading by a key that is not the table's", async () => {
  const { client } = await start()
  const items = [{ Get: { TableName, Key: { pk: { S: "1" } } } }]
  const { CancellationReasons } = await canceled(client.send(new TransactGetItemsCommand({ TransactItems: items })))
  expect(CancellationReasons).toEqual([
    { Code: "ValidationError", Message: "The provided key element does not match the schema" },
  ])
})
