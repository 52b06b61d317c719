import { TransactionCanceledException } from "@aws-sdk/client-dynamodb"
import {
  BatchGetCommand,
  BatchWriteCommand,
  type DynamoDBDocumentClient,
  QueryCommand,
  TransactWriteCommand,
} from "@aws-sdk/lib-dynamodb"
import { derivedId } from "@darkroom/events"
import { setTimeout as sleep } from "node:timers/promises"
import { noneSkipped, type Skipped } from "./record.ts"
import { KEPT_FOR, keysOf, partition, SHARDS, shardOf } from "./shards.ts"

/** A row that was not taken, for the report. */
export interface RefusedRow {
  readonly row: string
  /** The key, or the whole row, as it is written. */
  readonly text: string
  readonly reason: string
}

export interface RefusedRows {
  /** Writing a row again changes nothing. */
  add(id: string, rows: readonly RefusedRow[]): Promise<void>
  /** The same for one that ingest skipped, and counts it; false where it was counted before. */
  skip(id: string, row: RefusedRow, reason: keyof Skipped): Promise<boolean>
  skipped(id: string): Promise<Skipped>
  /** All of them in the order of the source. */
  all(id: string): AsyncIterable<RefusedRow>
}

const COUNTS = "counts"
const ROW = "row#"
/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html */
const ITEMS_A_CALL = 25

export interface RefusedRowsOptions {
  readonly now?: () => number
  readonly wait?: (milliseconds: number) => Promise<unknown>
}

/** The items of the table Backfills that are rows. An item a row, so that a row which comes twice is there once. */
export function refusedRowsTable(
  client: Pick<DynamoDBDocumentClient, "send">,
  table: string,
  { now = Date.now, wait = sleep }: RefusedRowsOptions = {},
): RefusedRows {
  const itemOf = (id: string, { row, text, reason }: RefusedRow) => ({
    pk: partition(id, shardOf(row)),
    sk: `${ROW}${orderOf(row)}`,
    row,
    text,
    reason,
    expires: Math.floor(now() / 1000) + KEPT_FOR,
  })

  async function* shard(id: string, number: number): AsyncGenerator<RefusedRow & { sk: string }> {
    for (let from: Record<string, unknown> | undefined, more = true; more; more = from !== undefined) {
      const query = new QueryCommand({
        TableName: table,
        KeyConditionExpression: "pk = :pk AND begins_with(sk, :row)",
        ExpressionAttributeValues: { ":pk": partition(id, number), ":row": ROW },
        ConsistentRead: true,
        ExclusiveStartKey: from,
      })
      const { Items = [], LastEvaluatedKey } = await client.send(query)
      yield* Items as (RefusedRow & { sk: string })[]
      from = LastEvaluatedKey
    }
  }

  return {
    async add(id, rows) {
      for (let start = 0; start < rows.length; start += ITEMS_A_CALL) {
        const items = rows.slice(start, start + ITEMS_A_CALL).map((row) => ({ PutRequest: { Item: itemOf(id, row) } }))
        let pending: Record<string, typeof items> = { [table]: items }
        for (let attempt = 1; Object.keys(pending).length > 0; attempt++) {
          const { UnprocessedItems } = await client.send(new BatchWriteCommand({ RequestItems: pending }))
          pending = (UnprocessedItems ?? {}) as typeof pending
          if (Object.keys(pending).length > 0) await wait(Math.min(5_000, 50 * 2 ** attempt))
        }
      }
    },
    async skip(id, row, reason) {
      const Item = itemOf(id, row)
      const Key = { pk: Item.pk, sk: COUNTS }
      const write = new TransactWriteCommand({
        TransactItems: [
          { Put: { TableName: table, Item, ConditionExpression: "attribute_not_exists(pk)" } },
          {
            Update: {
              TableName: table,
              Key,
              UpdateExpression: "ADD #reason :one",
              ExpressionAttributeNames: { "#reason": reason },
              ExpressionAttributeValues: { ":one": 1 },
            },
          },
        ],
      })
      try {
        await client.send(write)
        return true
      } catch (error) {
        if (isThere(error)) return false
        throw error
      }
    },
    async skipped(id) {
      const Keys = keysOf(id, COUNTS)
      const { Responses = {} } = await client.send(
        new BatchGetCommand({ RequestItems: { [table]: { Keys, ConsistentRead: true } } }),
      )
      return (Responses[table] ?? []).reduce<Skipped>(
        (sum, { missing = 0, known = 0, archived = 0 }) => ({
          missing: sum.missing + missing,
          known: sum.known + known,
          archived: sum.archived + archived,
        }),
        noneSkipped,
      )
    },
    all: (id) => merged(Array.from({ length: SHARDS }, (_, number) => shard(id, number))),
  }
}

/** The row was there already: somebody has counted it. */
function isThere(error: unknown): boolean {
  return (
    error instanceof TransactionCanceledException && error.CancellationReasons?.[0]?.Code === "ConditionalCheckFailed"
  )
}

/** Puts line 9 before line 10, and keys in their order as far as a sort key of 1,024 bytes can. */
function orderOf(row: string): string {
  if (/^\d+(:\d+)?$/.test(row)) return `${row.replace(/\d+/g, (digits) => digits.padStart(12, "0"))} ${row}`
  return `${row.slice(0, 200)} ${derivedId("row", row)}`
}

async function* merged(sources: readonly AsyncGenerator<RefusedRow & { sk: string }>[]): AsyncGenerator<RefusedRow> {
  const first = await Promise.all(sources.map(async (source) => ({ source, head: await source.next() })))
  let heads = first.flatMap(({ source, head }) => (head.done ? [] : [{ source, value: head.value }]))
  while (heads.length > 0) {
    const least = heads.reduce((a, b) => (b.value.sk < a.value.sk ? b : a))
    const { row, text, reason } = least.value
    yield { row, text, reason }
    const next = await least.source.next()
    if (next.done) heads = heads.filter((head) => head !== least)
    else least.value = next.value
  }
}
