import {
  DescribeTableCommand,
  ExecuteStatementCommand,
  GetItemCommand,
  ListTagsOfResourceCommand,
  PutItemCommand,
  QueryCommand,
  TagResourceCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb"
import { expect, it } from "vitest"
import { start, temporaryFolder, things } from "./testing.ts"

const item = { pk: { S: "1" }, sk: { S: "a" }, owner: { S: "ada" } }
const key = { pk: item.pk, sk: item.sk }
const get = new GetItemCommand({ TableName: "Things", Key: key })

it("stores items and finds them by the graph's indexes", async () => {
  const { client } = await start()
  await client.send(new PutItemCommand({ TableName: "Things", Item: item }))
  const query = {
    TableName: "Things",
    IndexName: "byOwner",
    KeyConditionExpression: "#o = :o",
    ExpressionAttributeNames: { "#o": "owner" },
    ExpressionAttributeValues: { ":o": { S: "ada" } },
  }
  expect((await client.send(new QueryCommand(query))).Items).toEqual([item])
})

it("holds conditions", async () => {
  const { client } = await start()
  const update = {
    TableName: "Things",
    Key: key,
    UpdateExpression: "SET n = :n",
    ExpressionAttributeValues: { ":n": { N: "1" } },
    ConditionExpression: "attribute_not_exists(n)",
  }
  await client.send(new UpdateItemCommand(update))
  await expect(client.send(new UpdateItemCommand(update))).rejects.toMatchObject({
    name: "ConditionalCheckFailedException",
  })
})

it("takes the ARN of a table for its name", async () => {
  const { client } = await start()
  await client.send(new PutItemCommand({ TableName: things.arn, Item: item }))
  expect((await client.send(get)).Item).toEqual(item)
})

it("keeps items over a restart when it has a folder, and forgets them on reset", async () => {
  const folder = temporaryFolder()
  const first = await start({ folder })
  await first.client.send(new PutItemCommand({ TableName: "Things", Item: item }))
  await first.stop()
  const second = await start({ folder })
  expect((await second.client.send(get)).Item).toEqual(item)
  await second.service.reset()
  expect((await second.client.send(get)).Item).toBeUndefined()
})

it("keeps tags of a table, whose ARN is the graph's", async () => {
  const { client } = await start()
  const described = await client.send(new DescribeTableCommand({ TableName: "Things" }))
  expect(described.Table?.TableArn).toBe(things.arn)
  await client.send(new TagResourceCommand({ ResourceArn: things.arn, Tags: [{ Key: "team", Value: "photos" }] }))
  const { Tags } = await client.send(new ListTagsOfResourceCommand({ ResourceArn: things.arn }))
  expect(Tags).toEqual([{ Key: "team", Value: "photos" }])
})

it("names the operation that it does not have", async () => {
  const { client } = await start()
  const statement = client.send(new ExecuteStatementCommand({ Statement: "SELECT * FROM Things" }))
  await expect(statement).rejects.toThrow("dynamodb:ExecuteStatement")
})

it("lists what it supports", async () => {
  const { service } = await start()
  expect(service.operations).toEqual(expect.arrayContaining(["GetItem", "Query", "TransactWriteItems"]))
  expect(service.operations).not.toContain("ExecuteStatement")
})

it.each(["no JSON", "null"])("refuses %j as a body", async (body) => {
  const { client } = await start()
  const endpoint = await client.config.endpoint?.()
  const answer = await fetch(`http://${endpoint?.hostname}:${endpoint?.port}/`, {
    method: "POST",
    body,
    headers: {
      "x-amz-target": "DynamoDB_20120810.GetItem",
      authorization: "AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/dynamodb/aws4_request",
    },
  })
  expect([answer.status, await answer.json()]).toEqual([
    400,
    expect.objectContaining({ __type: "com.amazon.coral.service#SerializationException" }),
  ])
})

it("reports a table that does not exist", async () => {
  const { client } = await start()
  await expect(client.send(new GetItemCommand({ TableName: "None", Key: key }))).rejects.toMatchObject({
    name: "ResourceNotFoundException",
    message: "Requested resource not found",
  })
})
