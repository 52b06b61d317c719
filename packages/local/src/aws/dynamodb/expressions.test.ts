import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  ScanCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb"
import { expect, it } from "vitest"
import { start } from "./testing.ts"

const TableName = "Things"
const key = { pk: { S: "1" }, sk: { S: "a" } }
const item: Record<string, AttributeValue> = {
  ...key,
  emptyText: { S: "" },
  noBytes: { B: new Uint8Array() },
  off: { BOOL: false },
  nothing: { NULL: true },
  word: { S: "photograph" },
  bytes: { B: Buffer.from("photograph") },
  n: { N: "5" },
  big: { N: "12345678901234567890123456789012345678" },
  listed: { L: [{ N: "1" }, { M: { a: { S: "x" } } }] },
  mapped: { M: { x: { N: "1" }, y: { L: [{ S: "q" }] } } },
  words: { SS: ["a", "b"] },
}
const values: Record<string, AttributeValue> = {
  ":empty": { S: "" },
  ":z": { S: "z" },
  ":photo": { S: "photo" },
  ":bytes": { B: Buffer.from("graph") },
  ":false": { BOOL: false },
  ":five": { N: "5.0" },
  ":four": { N: "4" },
  ":zero": { N: "0" },
  ":one": { N: "1" },
  ":ten": { N: "10" },
  ":bigger": { N: "12345678901234567890123456789012345679" },
  ":list": { L: [{ N: "1.0" }, { M: { a: { S: "x" } } }] },
  ":map": { M: { y: { L: [{ S: "q" }] }, x: { N: "1" } } },
  ":ax": { M: { a: { S: "x" } } },
  ":words": { SS: ["b", "a"] },
  ":others": { SS: ["b", "c"] },
  ":q": { S: "q" },
  ":a": { S: "a" },
  ":S": { S: "S" },
  ":BOOL": { S: "BOOL" },
}

const conditions: [expression: string, holds: boolean][] = [
  ["attribute_exists(off) AND attribute_exists(nothing) AND attribute_not_exists(gone)", true],
  ["attribute_exists(listed[1].a) AND attribute_not_exists(listed[2])", true],
  ["attribute_type(off, :BOOL) AND attribute_type(emptyText, :S)", true],
  ["attribute_type(n, :S)", false],
  ["attribute_type(gone, :S)", false],
  ["size(emptyText) = :zero AND size(noBytes) = :zero AND size(word) = :ten AND size(bytes) = :ten", true],
  ["size(listed) > size(off)", false],
  ["size(words) > :one AND size(mapped) > :one AND size(listed) > :one", true],
  ["emptyText IN (:z, :empty)", true],
  ["off IN (:false)", true],
  ["gone IN (:z)", false],
  ["emptyText BETWEEN :empty AND :z", true],
  ["n BETWEEN :four AND :five", true],
  ["gone BETWEEN :empty AND :z", false],
  ["off = :false", true],
  ["n = :five", true],
  ["big < :bigger AND big <> :bigger", true],
  ["n > :ten", false],
  ["n <= :five AND n >= :five AND n > :four AND n < :ten", true],
  ["word < :five", false],
  ["listed = :list", true],
  ["mapped = :map", true],
  ["mapped <> :map", false],
  ["words = :words", true],
  ["words = :others", false],
  ["contains(listed, :ax)", true],
  ["contains(listed, :five)", false],
  ["contains(words, :a)", true],
  ["contains(word, :photo) AND begins_with(word, :photo)", true],
  ["contains(bytes, :bytes)", true],
  ["begins_with(bytes, :bytes)", false],
  ["contains(gone, :a)", false],
  ["mapped.y[0] = :q", true],
  ["gone <> :a", true],
  ["gone = absent", false],
  ["gone < :a", false],
  ["NOT gone = :a", true],
  ["(n = :ten OR word = :a) OR n > mapped.x", true],
]

/** Only what the expression names: DynamoDB refuses values that nobody uses. */
function used(expression: string): { ExpressionAttributeValues?: Record<string, AttributeValue> } {
  const names = expression.match(/:\w+/g) ?? []
  const known = Object.fromEntries(names.map((name) => [name, values[name] as AttributeValue]))
  return names.length > 0 ? { ExpressionAttributeValues: known } : {}
}

async function withItem(): Promise<DynamoDBClient> {
  const { client } = await start()
  await client.send(new PutItemCommand({ TableName, Item: item }))
  return client
}

it("takes empty texts and bytes that are no keys", async () => {
  const client = await withItem()
  const { Item } = await client.send(new GetItemCommand({ TableName, Key: key }))
  expect(Item).toMatchObject({ emptyText: { S: "" }, noBytes: { B: new Uint8Array() } })
})

it.each(conditions)("has the condition %s be %s", async (ConditionExpression, holds) => {
  const client = await withItem()
  const condition = { ConditionExpression, ...used(ConditionExpression) }
  const outcome = await client.send(new DeleteItemCommand({ TableName, Key: key, ...condition })).then(
    () => true,
    (error: unknown) => {
      expect(error).toBeInstanceOf(ConditionalCheckFailedException)
      return false
    },
  )
  expect(outcome).toBe(holds)
})

it.each(conditions)("has the filter %s be %s", async (FilterExpression, holds) => {
  const client = await withItem()
  const { Items, Count, ScannedCount } = await client.send(
    new ScanCommand({ TableName, FilterExpression, ProjectionExpression: "pk", ...used(FilterExpression) }),
  )
  expect({ Items, Count, ScannedCount }).toEqual({
    Items: holds ? [{ pk: key.pk }] : [],
    Count: holds ? 1 : 0,
    ScannedCount: 1,
  })
})

const failing = { ConditionExpression: "attribute_not_exists(pk)" }

it.each([
  ["PutItem", (more: object) => new PutItemCommand({ TableName, Item: key, ...failing, ...more })],
  ["DeleteItem", (more: object) => new DeleteItemCommand({ TableName, Key: key, ...failing, ...more })],
  ["UpdateItem", (more: object) => new UpdateItemCommand({ TableName, Key: key, ...failing, ...more })],
] as const)("gives the item that %s's condition found to who asks for it", async (_, command) => {
  const client = await withItem()
  const failure = async (more: object): Promise<unknown> =>
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a union of commands
    client.send(command(more) as PutItemCommand).catch((error: unknown) => error)
  const error = (await failure({ ReturnValuesOnConditionCheckFailure: "ALL_OLD" })) as ConditionalCheckFailedException
  expect(error).toBeInstanceOf(ConditionalCheckFailedException)
  expect(error).toMatchObject({ message: "The conditional request failed", Item: { ...key, n: { N: "5" } } })
  expect(await failure({ ReturnValuesOnConditionCheckFailure: "NONE" })).not.toHaveProperty("Item.pk")
  expect(await failure({ ReturnValuesOnConditionCheckFailure: "SOME" })).toMatchObject({ name: "ValidationException" })
})

it("gives no item where there was none", async () => {
  const { client } = await start()
  const put = {
    TableName,
    Item: key,
    ConditionExpression: "attribute_exists(pk)",
    ReturnValuesOnConditionCheckFailure: "ALL_OLD" as const,
  }
  const error: unknown = await client.send(new PutItemCommand(put)).catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(ConditionalCheckFailedException)
  expect((error as ConditionalCheckFailedException).Item).toBeUndefined()
})

const letters = (text: string) => ({ L: Array.from(text, (S) => ({ S })) })

it.each([
  ["REMOVE l[0], l[1]", "abc", "c"],
  ["REMOVE l[2], l[0]", "abcd", "bd"],
  ["SET l[1] = :x REMOVE l[0]", "abc", "xc"],
  ["SET l = list_append(l, :l)", "ab", "abyz"],
  ["SET l = list_append(:l, if_not_exists(gone, l))", "ab", "yzab"],
  ["SET l[9] = :x", "ab", "abx"],
])("updates a list by %s", async (UpdateExpression, before, after) => {
  const { client } = await start()
  await client.send(new PutItemCommand({ TableName, Item: { ...key, l: letters(before) } }))
  const known: Record<string, AttributeValue> = { ":x": { S: "x" }, ":l": letters("yz") }
  const names = UpdateExpression.match(/:\w+/g) ?? []
  const ExpressionAttributeValues = Object.fromEntries(names.map((name) => [name, known[name] as AttributeValue]))
  const { Attributes } = await client.send(
    new UpdateItemCommand({
      TableName,
      Key: key,
      UpdateExpression,
      ReturnValues: "ALL_NEW",
      ...(names.length > 0 ? { ExpressionAttributeValues } : {}),
    }),
  )
  expect(Attributes?.["l"]).toEqual(letters(after))
})

it("adds numbers and set elements, and takes elements away", async () => {
  const { client } = await start()
  const update = async (UpdateExpression: string, ExpressionAttributeValues: Record<string, AttributeValue>) =>
    client.send(
      new UpdateItemCommand({
        TableName,
        Key: key,
        UpdateExpression,
        ExpressionAttributeValues,
        ReturnValues: "UPDATED_NEW",
      }),
    )
  const tenth = { N: "0.1" }
  await update("ADD n :n, s :s", { ":n": tenth, ":s": { SS: ["a", "b"] } })
  const { Attributes } = await update("ADD n :n DELETE s :s", { ":n": { N: "0.2" }, ":s": { SS: ["a"] } })
  expect(Attributes).toEqual({ n: { N: "0.3" }, s: { SS: ["b"] } })
})

it.each([
  ["a reserved word", "status = :a", "reserved keyword: status"],
  ["a value that it lacks", "word = :gone", "attribute value: :gone"],
  ["redundant parentheses", "((word = :a))", "redundant parentheses"],
])("refuses %s", async (_, ConditionExpression, message) => {
  const client = await withItem()
  const ExpressionAttributeValues = { ":a": { S: "a" } }
  const put = { TableName, Item: key, ConditionExpression, ExpressionAttributeValues }
  await expect(client.send(new PutItemCommand(put))).rejects.toThrow(message)
})
