import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  ListTablesCommand,
  ListTagsOfResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-dynamodb"
import { GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb"
import { expect, vi } from "vitest"
import type { Cases, Clients } from "./clients.ts"
import { TableName } from "./dynamodb-calls.ts"
import { arns } from "./arns.ts"

/** A table with one partition key, once it can be used. */
async function createTable({ dynamodb }: Clients, name: string): Promise<void> {
  await dynamodb.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    }),
  )
  await vi.waitFor(async () => {
    const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: name }))
    expect(Table?.TableStatus).toBe("ACTIVE")
  }, 5_000)
}

async function tag(clients: Clients, table: string, values: Record<string, string>, created = true): Promise<void> {
  if (created) await createTable(clients, table)
  const Tags = Object.entries(values).map(([Key, Value]) => ({ Key, Value }))
  await clients.dynamodb.send(new TagResourceCommand({ ResourceArn: arns.table(table), Tags }))
}

async function tags({ dynamodb }: Clients, table: string) {
  const { Tags = [] } = await dynamodb.send(new ListTagsOfResourceCommand({ ResourceArn: arns.table(table) }))
  return Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value]))
}

export const dynamodbTableCases: Cases = {
  async CreateTable(clients) {
    await createTable(clients, "created")
    await clients.documents.send(new PutCommand({ TableName: "created", Item: { id: "1" } }))
    const { Item } = await clients.documents.send(new GetCommand({ TableName: "created", Key: { id: "1" } }))
    expect(Item).toEqual({ id: "1" })
    await expect(createTable(clients, "created")).rejects.toMatchObject({ name: "ResourceInUseException" })
  },
  async DeleteTable(clients) {
    await createTable(clients, "deleted")
    const { TableDescription } = await clients.dynamodb.send(new DeleteTableCommand({ TableName: "deleted" }))
    expect(TableDescription).toMatchObject({ TableName: "deleted", TableStatus: "DELETING" })
    const describe = () => clients.dynamodb.send(new DescribeTableCommand({ TableName: "deleted" }))
    const gone = { name: "ResourceNotFoundException" }
    await vi.waitFor(() => expect(describe()).rejects.toMatchObject(gone), 5_000)
  },
  async DescribeTable({ dynamodb }) {
    const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName }))
    expect(Table).toMatchObject({
      TableArn: arns.table(TableName),
      TableStatus: "ACTIVE",
      KeySchema: [
        { AttributeName: "owner", KeyType: "HASH" },
        { AttributeName: "name", KeyType: "RANGE" },
      ],
      GlobalSecondaryIndexes: [{ IndexName: "byColour", IndexStatus: "ACTIVE" }],
    })
  },
  async DescribeTimeToLive({ dynamodb }) {
    const { TimeToLiveDescription } = await dynamodb.send(new DescribeTimeToLiveCommand({ TableName }))
    expect(TimeToLiveDescription).toEqual({ TimeToLiveStatus: "ENABLED", AttributeName: "expires" })
  },
  async ListTables(clients) {
    await createTable(clients, "listed-a")
    await createTable(clients, "listed-b")
    const list = new ListTablesCommand({ ExclusiveStartTableName: "listed-a", Limit: 1 })
    expect(await clients.dynamodb.send(list)).toMatchObject({
      TableNames: ["listed-b"],
      LastEvaluatedTableName: "listed-b",
    })
  },
  async TagResource(clients) {
    await tag(clients, "tagged", { colour: "blue", size: "1" })
    await tag(clients, "tagged", { colour: "red" }, false)
    expect(await tags(clients, "tagged")).toEqual({ colour: "red", size: "1" })
  },
  async UntagResource(clients) {
    await tag(clients, "untagged", { colour: "blue", size: "1" })
    const ResourceArn = arns.table("untagged")
    await clients.dynamodb.send(new UntagResourceCommand({ ResourceArn, TagKeys: ["colour"] }))
    expect(await tags(clients, "untagged")).toEqual({ size: "1" })
  },
  async ListTagsOfResource(clients) {
    await tag(clients, "with-tags", { colour: "blue" })
    expect(await tags(clients, "with-tags")).toEqual({ colour: "blue" })
    expect(await tags(clients, "things")).toEqual({})
    await expect(tags(clients, "none")).rejects.toMatchObject({ name: "ResourceNotFoundException" })
  },
}
