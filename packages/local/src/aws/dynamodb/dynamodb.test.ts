import { mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import {
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb"
import { afterEach, expect, it } from "vitest"
import type { TableNode } from "../../graph.ts"
import { type Gateway, startGateway } from "../gateway.ts"
import type { AwsService } from "../service.ts"
import { dynamoDbService } from "./dynamodb.ts"

const table: TableNode = {
  id: "Things",
  name: "Things",
  arn: "arn:aws:dynamodb:us-east-1:000000000000:table/Things",
  attributes: [
    { name: "pk", type: "S" },
    { name: "sk", type: "S" },
    { name: "owner", type: "S" },
  ],
  hashKey: "pk",
  rangeKey: "sk",
  indexes: [{ name: "byOwner", hashKey: "owner", rangeKey: "sk", projection: "ALL" }],
}

const open: { gateway: Gateway; service: AwsService }[] = []
afterEach(async () => {
  for (const { gateway, service } of open.splice(0)) {
    await gateway.close()
    await service.close()
  }
})

async function start(folder?: string) {
  const service = await dynamoDbService({ tables: [table], ...(folder ? { folder } : {}) })
  const gateway = await startGateway({ port: 0, services: [service] })
  open.push({ gateway, service })
  const client = new DynamoDBClient({
    endpoint: gateway.url,
    region: "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  })
  return { client, service }
}

const item = { pk: { S: "1" }, sk: { S: "a" }, owner: { S: "ada" } }
const key = { pk: item.pk, sk: item.sk }

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

it("keeps items over a restart when it has a folder, and forgets them on reset", async () => {
  const folder = mkdtempSync(join(tmpdir(), "darkroom-dynamodb-"))
  const first = await start(folder)
  await first.client.send(new PutItemCommand({ TableName: "Things", Item: item }))
  for (const { gateway, service } of open.splice(0)) {
    await gateway.close()
    await service.close()
  }
  const second = await start(folder)
  expect((await second.client.send(new GetItemCommand({ TableName: "Things", Key: key }))).Item).toEqual(item)
  await second.service.reset()
  expect((await second.client.send(new GetItemCommand({ TableName: "Things", Key: key }))).Item).toBeUndefined()
})

it("names the operation that it does not have", async () => {
  const { client } = await start()
  await expect(client.send(new TransactWriteItemsCommand({ TransactItems: [] }))).rejects.toThrow(
    "dynamodb:TransactWriteItems",
  )
})
