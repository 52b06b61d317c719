import { Readable } from "node:stream"
import { expect, it } from "vitest"
import { dynamodbNeeds } from "./dynamodb.ts"

const arns = { region: "us-east-1", accountId: "0" }
const arn = (resource: string) => `arn:aws:dynamodb:us-east-1:0:table/${resource}`
const Key = { pk: { S: "1" } }

function needsOf(operation: string, input: unknown) {
  const headers = { "x-amz-target": `DynamoDB_20120810.${operation}` }
  const request = { method: "POST", path: "/", query: new URLSearchParams(), headers, caller: { accessKeyId: "F" } }
  const needs = dynamodbNeeds({ ...request, body: Readable.from([]) }, Buffer.from(JSON.stringify(input)), arns)
  return needs?.map(({ action, resource }) => [action, resource])
}

it.each<[string, unknown, string[][]]>([
  ["GetItem", { TableName: "A", Key }, [["dynamodb:GetItem", arn("A")]]],
  ["GetItem", { TableName: arn("A"), Key }, [["dynamodb:GetItem", arn("A")]]],
  ["Query", { TableName: "A" }, [["dynamodb:Query", arn("A")]]],
  ["Query", { TableName: "A", IndexName: "byOwner" }, [["dynamodb:Query", arn("A/index/byOwner")]]],
  ["Scan", { TableName: "A", IndexName: "byOwner" }, [["dynamodb:Scan", arn("A/index/byOwner")]]],
  ["DescribeTimeToLive", { TableName: "A" }, [["dynamodb:DescribeTimeToLive", arn("A")]]],
  ["ListTagsOfResource", { ResourceArn: arn("A") }, [["dynamodb:ListTagsOfResource", arn("A")]]],
  ["ListTables", {}, [["dynamodb:ListTables", "*"]]],
])("%s of %j", (operation, input, needs) => {
  expect(needsOf(operation, input)).toEqual(needs)
})

it.each(["BatchGetItem", "BatchWriteItem"])("needs %s on each of its tables", (operation) => {
  expect(needsOf(operation, { RequestItems: { A: {}, B: {} } })).toEqual([
    [`dynamodb:${operation}`, arn("A")],
    [`dynamodb:${operation}`, arn("B")],
  ])
})

it("needs for a transaction what each of its writes does, on its table", () => {
  const TransactItems = [
    { Put: { TableName: "A", Item: Key } },
    { Update: { TableName: "B", Key } },
    { Delete: { TableName: arn("C"), Key } },
    { ConditionCheck: { TableName: "D", Key } },
  ]
  expect(needsOf("TransactWriteItems", { TransactItems })).toEqual([
    ["dynamodb:PutItem", arn("A")],
    ["dynamodb:UpdateItem", arn("B")],
    ["dynamodb:DeleteItem", arn("C")],
    ["dynamodb:ConditionCheckItem", arn("D")],
  ])
})

it("needs GetItem for what a transaction reads", () => {
  const TransactItems = [{ Get: { TableName: "A", Key } }, { Get: { TableName: "B", Key } }]
  expect(needsOf("TransactGetItems", { TransactItems })).toEqual([
    ["dynamodb:GetItem", arn("A")],
    ["dynamodb:GetItem", arn("B")],
  ])
})

it("leaves a transaction that names no tables to DynamoDB's own error", () => {
  expect(needsOf("TransactWriteItems", { TransactItems: [null, { Put: "no" }, { Put: {} }] })).toEqual([])
  expect(needsOf("TransactWriteItems", "no")).toEqual([])
})
