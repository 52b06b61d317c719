import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb"
import { DeleteCommand, type DynamoDBDocumentClient, PutCommand, QueryCommand } from "@aws-sdk/lib-dynamodb"
import { imageKey, RECORD, recordKey, WATCH } from "@darkroom/catalog-model"
import { isDeepStrictEqual } from "node:util"
import { batchWriter } from "./batch-writer.ts"
import type { Item } from "./memory-store.ts"

/** All that the table has of a photo but how it is watched, to be read and to be made what it should be. */
export interface Partition {
  read(imageId: string): Promise<Item[]>
  /** False, and nothing is written, where the record has changed since it was read. */
  mend(imageId: string, actual: readonly Item[], rebuilt: readonly Item[]): Promise<boolean>
}

export function partitionsOf(client: Pick<DynamoDBDocumentClient, "send">, TableName: string): Partition {
  const write = batchWriter(client, TableName)
  return {
    async read(imageId) {
      const items: Item[] = []
      let start: Record<string, unknown> | undefined
      do {
        const page = await client.send(
          new QueryCommand({
            TableName,
            KeyConditionExpression: "pk = :pk",
            ExpressionAttributeValues: { ":pk": imageKey(imageId) },
            ConsistentRead: true,
            ...(start ? { ExclusiveStartKey: start } : {}),
          }),
        )
        items.push(...((page.Items ?? []) as Item[]))
        start = page.LastEvaluatedKey
      } while (start)
      return items.filter(({ sk }) => sk !== WATCH)
    },
    async mend(imageId, actual, rebuilt) {
      const [has, is] = [recordIn(actual), recordIn(rebuilt)]
      if (!isDeepStrictEqual(has, is) && !(await putRecord(imageId, has, is))) return false
      const kept = new Set(rebuilt.map(({ sk }) => sk))
      const others = rebuilt.filter(({ sk }) => sk !== RECORD)
      const known = new Map(actual.map((item) => [item.sk, item]))
      const changed = others.filter((item) => !isDeepStrictEqual(known.get(item.sk), item))
      const unwanted = actual.filter(({ sk }) => sk !== RECORD && !kept.has(sk))
      await write([
        ...changed.map((Item) => ({ PutRequest: { Item } })),
        ...unwanted.map(({ pk, sk }) => ({ DeleteRequest: { Key: { pk, sk } } })),
      ])
      return true
    },
  }

  async function putRecord(imageId: string, has: Item | undefined, is: Item | undefined): Promise<boolean> {
    const condition = unchanged(has, is)
    try {
      if (is === undefined) await client.send(new DeleteCommand({ TableName, Key: recordKey(imageId), ...condition }))
      else await client.send(new PutCommand({ TableName, Item: is, ...condition }))
      return true
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false
      throw error
    }
  }
}

function recordIn(items: readonly Item[]): Item | undefined {
  return items.find(({ sk }) => sk === RECORD)
}

/** That every attribute is as it was read, and none has come. */
function unchanged(has: Item | undefined, is: Item | undefined) {
  if (has === undefined) return { ConditionExpression: "attribute_not_exists(pk)" }
  const names = Object.keys(has)
  const absent = Object.keys(is ?? {}).filter((name) => !names.includes(name))
  const all = [...names, ...absent]
  return {
    ConditionExpression: all
      .map((_, index) => (index < names.length ? `#a${index} = :a${index}` : `attribute_not_exists(#a${index})`))
      .join(" AND "),
    ExpressionAttributeNames: Object.fromEntries(all.map((name, index) => [`#a${index}`, name])),
    ExpressionAttributeValues: Object.fromEntries(names.map((name, index) => [`:a${index}`, has[name]])),
  }
}
