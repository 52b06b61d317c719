import { BatchGetCommand, BatchWriteCommand, TransactGetCommand, TransactWriteCommand } from "@aws-sdk/lib-dynamodb"
import { expect } from "vitest"
import type { Cases } from "./clients.ts"
import { get, type Item, keyOf, put, TableName } from "./dynamodb-calls.ts"

export const dynamodbBatchCases: Cases = {
  async BatchWriteItem(clients) {
    const [kept, gone] = ["kept", "gone"].map((name) => ({ owner: "batch-write", name })) as [Item, Item]
    await put(clients, gone)
    const RequestItems = { [TableName]: [{ PutRequest: { Item: kept } }, { DeleteRequest: { Key: gone } }] }
    const { UnprocessedItems } = await clients.documents.send(new BatchWriteCommand({ RequestItems }))
    expect(UnprocessedItems).toEqual({})
    expect([await get(clients, kept), await get(clients, gone)]).toEqual([kept, undefined])
  },
  async BatchGetItem(clients) {
    const items = ["a", "b"].map((name) => ({ owner: "batch-get", name, size: 1 }))
    await put(clients, ...items)
    const Keys = [...items.map(keyOf), { owner: "batch-get", name: "none" }]
    const read = new BatchGetCommand({ RequestItems: { [TableName]: { Keys } } })
    const { Responses = {}, UnprocessedKeys } = await clients.documents.send(read)
    const found = (Responses[TableName] ?? []) as Item[]
    expect(found.toSorted((one, other) => one.name.localeCompare(other.name))).toEqual(items)
    expect(UnprocessedKeys).toEqual({})
  },
  async TransactWriteItems(clients) {
    const [one, two] = ["one", "two"].map((name) => ({ owner: "transact-write", name })) as [Item, Item]
    await put(clients, two)
    const ConditionExpression = "attribute_not_exists(#owner)"
    const create = (Item: Item) => ({
      Put: { TableName, Item, ConditionExpression, ExpressionAttributeNames: { "#owner": "owner" } },
    })
    const refused = new TransactWriteCommand({ TransactItems: [create(one), create(two)] })
    await expect(clients.documents.send(refused)).rejects.toMatchObject({
      name: "TransactionCanceledException",
      CancellationReasons: [{ Code: "None" }, { Code: "ConditionalCheckFailed" }],
    })
    expect(await get(clients, one)).toBeUndefined()
    const TransactItems = [create(one), { Delete: { TableName, Key: keyOf(two) } }]
    await clients.documents.send(new TransactWriteCommand({ TransactItems }))
    expect([await get(clients, one), await get(clients, two)]).toEqual([one, undefined])
  },
  async TransactGetItems(clients) {
    const item = { owner: "transact-get", name: "one", size: 1 }
    await put(clients, item)
    const keys = [keyOf(item), { owner: "transact-get", name: "none" }]
    const TransactItems = keys.map((Key) => ({ Get: { TableName, Key } }))
    const { Responses } = await clients.documents.send(new TransactGetCommand({ TransactItems }))
    expect(Responses?.map((response) => response.Item)).toEqual([item, undefined])
  },
}
