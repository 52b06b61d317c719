import {
  BatchGetCommand,
  type DynamoDBDocumentClient,
  QueryCommand,
  type QueryCommandInput,
} from "@aws-sdk/lib-dynamodb"
import { setTimeout as sleep } from "node:timers/promises"

export type Documents = Pick<DynamoDBDocumentClient, "send">
export type Item = Record<string, unknown>

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
const BATCH = 100
const ATTEMPTS = 6

/** Thrown when DynamoDB leaves keys of a batch unread, again and again. */
export class TableThrottled extends Error {
  override readonly name = "TableThrottled"
  constructor(table: string, left: number) {
    super(`DynamoDB left ${left} items of ${table} unread`)
  }
}

/** All pages, or `Limit` items. */
export async function queryAll(client: Documents, input: QueryCommandInput): Promise<Item[]> {
  const items: Item[] = []
  let start: Item | undefined
  do {
    const page = await client.send(new QueryCommand({ ...input, ...(start ? { ExclusiveStartKey: start } : {}) }))
    items.push(...(page.Items ?? []))
    start = page.LastEvaluatedKey
  } while (start && (input.Limit === undefined || items.length < input.Limit))
  return items
}

/** The items of these keys, in no order; consistent. Throws TableThrottled. */
export async function getAll(client: Documents, table: string, keys: readonly Item[]): Promise<Item[]> {
  const batches = Array.from({ length: Math.ceil(keys.length / BATCH) }, (_, index) =>
    keys.slice(index * BATCH, (index + 1) * BATCH),
  )
  return (await Promise.all(batches.map((batch) => getBatch(client, table, batch)))).flat()
}

async function getBatch(client: Documents, table: string, keys: readonly Item[]): Promise<Item[]> {
  const items: Item[] = []
  let pending: Item[] = [...keys]
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (attempt > 0) await sleep(25 * 2 ** attempt)
    const get = new BatchGetCommand({ RequestItems: { [table]: { Keys: pending, ConsistentRead: true } } })
    const { Responses, UnprocessedKeys } = await client.send(get)
    items.push(...(Responses?.[table] ?? []))
    pending = UnprocessedKeys?.[table]?.Keys ?? []
    if (pending.length === 0) return items
  }
  throw new TableThrottled(table, pending.length)
}
