import { Readable } from "node:stream"
import { expect, it } from "vitest"
import { dynamodbContext } from "./dynamodb-context.ts"
import { hashKeys } from "./needs/arns.ts"

const arn = "arn:aws:dynamodb:us-east-1:0:table/Photos"
const tables = [{ arn, hashKey: "owner", indexes: [{ name: "byAlbum", hashKey: "album" }] }]
const arns = { region: "us-east-1", accountId: "0", hashKeyOf: hashKeys(tables) }

function contextOf(operation: string, input: object, resource = arn) {
  const headers = { "x-amz-target": `DynamoDB_20120810.${operation}` }
  const parts = { method: "POST", path: "/", query: new URLSearchParams(), headers, caller: { accessKeyId: "F" } }
  const request = { ...parts, body: Readable.from([]) }
  const need = { action: `dynamodb:${operation}`, resource }
  return dynamodbContext(request, Buffer.from(JSON.stringify(input)), need, arns)
}

const keysOf = (...parameters: Parameters<typeof contextOf>) => contextOf(...parameters)["dynamodb:LeadingKeys"]
const TableName = "Photos"
const ada = { owner: { S: "ada" }, id: { S: "1" } }
const bob = { owner: { S: "bob" } }
const values = { ":o": { S: "ada" }, ":a": { N: "7" } }

it.each<[string, object, string[]]>([
  ["GetItem", { TableName, Key: ada }, ["ada"]],
  ["GetItem", { TableName: arn, Key: ada }, ["ada"]],
  ["PutItem", { TableName, Item: ada }, ["ada"]],
  ["UpdateItem", { TableName, Key: bob }, ["bob"]],
  [
    "BatchGetItem",
    { RequestItems: { Photos: { Keys: [ada, bob] }, Other: { Keys: [{ owner: { S: "eve" } }] } } },
    ["ada", "bob"],
  ],
  [
    "BatchWriteItem",
    { RequestItems: { Photos: [{ PutRequest: { Item: ada } }, { DeleteRequest: { Key: bob } }] } },
    ["ada", "bob"],
  ],
  [
    "TransactWriteItems",
    { TransactItems: [{ Put: { TableName, Item: ada } }, { Delete: { TableName: "Other", Key: bob } }] },
    ["ada"],
  ],
  [
    "Query",
    { TableName, KeyConditionExpression: "owner = :o AND id > :a", ExpressionAttributeValues: values },
    ["ada"],
  ],
  [
    "Query",
    {
      TableName,
      KeyConditionExpression: "id=:a and #o=:o",
      ExpressionAttributeNames: { "#o": "owner" },
      ExpressionAttributeValues: values,
    },
    ["ada"],
  ],
  [
    "Query",
    { TableName, KeyConditions: { owner: { AttributeValueList: [{ S: "ada" }], ComparisonOperator: "EQ" } } },
    ["ada"],
  ],
])("%s of %j is about %j", (operation, input, keys) => {
  expect(keysOf(operation, input)).toEqual(keys)
})

it("takes an index's own partition key", () => {
  const input = {
    TableName,
    IndexName: "byAlbum",
    KeyConditionExpression: "album = :a",
    ExpressionAttributeValues: values,
  }
  expect(keysOf("Query", input, `${arn}/index/byAlbum`)).toEqual(["7"])
})

it("has none for calls about no items of their own", () => {
  expect(keysOf("Scan", { TableName })).toBeUndefined()
  expect(keysOf("DescribeTable", { TableName })).toBeUndefined()
  expect(contextOf("Scan", { TableName, Select: "COUNT" })["dynamodb:Select"]).toBe("COUNT")
})

it.each<[string, object, string]>([
  ["Query", { TableName, KeyConditionExpression: "owner = :missing" }, arn],
  ["GetItem", { TableName, Key: {} }, arn],
  ["ExecuteStatement", { Statement: "SELECT * FROM Photos" }, "*"],
  ["GetItem", { TableName: "Unknown", Key: ada }, `${arn}-unknown`],
])("gives %s of %j a key that is no one's", (operation, input, resource) => {
  expect(keysOf(operation, input, resource)).toEqual(["\u0000unknown"])
})
