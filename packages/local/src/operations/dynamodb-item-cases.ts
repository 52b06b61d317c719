import { DeleteCommand, GetCommand, PutCommand, QueryCommand, ScanCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb"
import { expect } from "vitest"
import type { Cases } from "./clients.ts"
import { get, keyOf, put, TableName } from "./dynamodb-calls.ts"

const REFUSED = { name: "ConditionalCheckFailedException" }

export const dynamodbItemCases: Cases = {
  async PutItem(clients) {
    const item = { owner: "put", name: "cup", size: 1 }
    await put(clients, item)
    const replace = { TableName, Item: { ...item, size: 2 } }
    const ConditionExpression = "attribute_not_exists(#owner)"
    const create = { ...replace, ConditionExpression, ExpressionAttributeNames: { "#owner": "owner" } }
    await expect(clients.documents.send(new PutCommand(create))).rejects.toMatchObject(REFUSED)
    const replaced = await clients.documents.send(new PutCommand({ ...replace, ReturnValues: "ALL_OLD" }))
    expect(replaced.Attributes).toEqual(item)
    expect(await get(clients, item)).toEqual(replace.Item)
  },
  async GetItem(clients) {
    const item = { owner: "get", name: "cup", size: 1, tags: ["a", "b"] }
    await put(clients, item)
    const names = { "#name": "name" }
    const projected = { ProjectionExpression: "#name, tags[1]", ExpressionAttributeNames: names }
    const { Item } = await clients.documents.send(new GetCommand({ TableName, Key: keyOf(item), ...projected }))
    expect(Item).toEqual({ name: "cup", tags: ["b"] })
    expect(await get(clients, { owner: "get", name: "none" })).toBeUndefined()
  },
  async UpdateItem(clients) {
    const item = { owner: "update", name: "cup", size: 1, old: true }
    await put(clients, item)
    const update = new UpdateCommand({
      TableName,
      Key: keyOf(item),
      UpdateExpression: "SET #size = #size + :more REMOVE #old",
      ExpressionAttributeNames: { "#size": "size", "#old": "old" },
      ExpressionAttributeValues: { ":more": 2 },
      ReturnValues: "ALL_NEW",
    })
    expect((await clients.documents.send(update)).Attributes).toEqual({ owner: "update", name: "cup", size: 3 })
  },
  async DeleteItem(clients) {
    const item = { owner: "delete", name: "cup", size: 1 }
    await put(clients, item)
    const remove = (size: number) =>
      clients.documents.send(
        new DeleteCommand({
          TableName,
          Key: keyOf(item),
          ConditionExpression: "#size = :size",
          ExpressionAttributeNames: { "#size": "size" },
          ExpressionAttributeValues: { ":size": size },
          ReturnValues: "ALL_OLD",
        }),
      )
    await expect(remove(2)).rejects.toMatchObject(REFUSED)
    expect((await remove(1)).Attributes).toEqual(item)
    expect(await get(clients, item)).toBeUndefined()
  },
  async Query(clients) {
    const items = ["a", "b", "c"].map((name) => ({ owner: "query", name, colour: `${name}-query` }))
    await put(clients, ...items)
    const backwards = new QueryCommand({
      TableName,
      KeyConditionExpression: "#owner = :owner AND #name > :name",
      ExpressionAttributeNames: { "#owner": "owner", "#name": "name" },
      ExpressionAttributeValues: { ":owner": "query", ":name": "a" },
      ScanIndexForward: false,
    })
    expect((await clients.documents.send(backwards)).Items).toEqual([items[2], items[1]])
    const ofIndex = new QueryCommand({
      TableName,
      IndexName: "byColour",
      KeyConditionExpression: "colour = :colour",
      ExpressionAttributeValues: { ":colour": "b-query" },
    })
    expect((await clients.documents.send(ofIndex)).Items).toEqual([items[1]])
  },
  async Scan(clients) {
    const items = ["a", "b"].map((name) => ({ owner: "scan", name }))
    await put(clients, ...items, { owner: "another", name: "a" })
    const scan = new ScanCommand({
      TableName,
      FilterExpression: "#owner = :owner",
      ExpressionAttributeNames: { "#owner": "owner" },
      ExpressionAttributeValues: { ":owner": "scan" },
    })
    const { Items, Count, ScannedCount = 0 } = await clients.documents.send(scan)
    expect([Items, Count]).toEqual([items, 2])
    expect(ScannedCount).toBeGreaterThan(2)
  },
}
