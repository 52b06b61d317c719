import {
  TransactionCanceledException,
  TransactionConflictException,
  TransactionInProgressException,
} from "@aws-sdk/client-dynamodb"
import {
  BatchWriteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  type QueryCommandInput,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from "@aws-sdk/lib-dynamodb"
import { setTimeout as sleep } from "node:timers/promises"
import type { Key } from "./keys.ts"

export type Documents = Pick<DynamoDBDocumentClient, "send">
export type TransactItem = NonNullable<TransactWriteCommandInput["TransactItems"]>[number]

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html */
const BATCH = 25
const ATTEMPTS = 12
const LONGEST_WAIT = 1000

/** Thrown when others changed the same items at the same moment, again and again. */
export class TableBusy extends Error {
  override readonly name = "TableBusy"
  constructor(what: string, options?: ErrorOptions) {
    super(`${what}: others were in the way ${ATTEMPTS} times`, options)
  }
}

/** One table, with what the SDK leaves to its callers: paging, unprocessed items, conflicting transactions. */
export interface Table {
  get(key: Key): Promise<Record<string, unknown> | undefined>
  put(item: Key & Record<string, unknown>): Promise<void>
  /** Writes all or nothing. False where a condition does not hold. Throws TableBusy. */
  transact(items: readonly TransactItem[]): Promise<boolean>
  /** Runs `attempt` until it says something. Throws TableBusy. */
  until<Result>(what: string, attempt: () => Promise<Result | undefined>): Promise<Result>
  /** Items whose sort key begins with that, in its order. */
  withPrefix(pk: string, prefix: string, options?: PrefixOptions): Promise<Record<string, unknown>[]>
  delete(keys: readonly Key[]): Promise<void>
  readonly name: string
}

export interface PrefixOptions {
  readonly latestFirst?: boolean
  readonly limit?: number
}

export interface TableOptions {
  readonly wait?: (milliseconds: number) => Promise<unknown>
}

export function tableOf(documents: Documents, name: string, { wait = sleep }: TableOptions = {}): Table {
  async function until<Result>(what: string, attempt: () => Promise<Result | undefined>): Promise<Result> {
    for (let tries = 0; tries < ATTEMPTS; tries++) {
      if (tries > 0) await wait(Math.random() * Math.min(20 * 2 ** tries, LONGEST_WAIT))
      const result = await attempt()
      if (result !== undefined) return result
    }
    throw new TableBusy(what)
  }
  return {
    name,
    until,
    async get(key) {
      const get = new GetCommand({ TableName: name, Key: key, ConsistentRead: true })
      return (await documents.send(get)).Item
    },
    async put(item) {
      const put = new PutCommand({ TableName: name, Item: item })
      await until("A write", () => unlessInTheWay(() => documents.send(put)))
    },
    async withPrefix(pk, prefix, { latestFirst = false, limit } = {}) {
      return queryAll(documents, {
        TableName: name,
        KeyConditionExpression: "pk = :pk AND begins_with(sk, :prefix)",
        ExpressionAttributeValues: { ":pk": pk, ":prefix": prefix },
        ScanIndexForward: !latestFirst,
        ConsistentRead: true,
        ...(limit === undefined ? {} : { Limit: limit }),
      })
    },
    transact: (items) => until("A transaction", () => tryTransaction(documents, items)),
    async delete(keys) {
      for (let start = 0; start < keys.length; start += BATCH) {
        let pending = keys.slice(start, start + BATCH).map((Key): object => ({ DeleteRequest: { Key } }))
        await until("A batch", async () => {
          const write = new BatchWriteCommand({ RequestItems: { [name]: pending } })
          const written = await unlessInTheWay(() => documents.send(write))
          if (written) pending = written.UnprocessedItems?.[name] ?? []
          return pending.length === 0 || undefined
        })
      }
    },
  }
}

/** All pages, or `Limit` items. */
async function queryAll(documents: Documents, input: QueryCommandInput): Promise<Record<string, unknown>[]> {
  const found: Record<string, unknown>[] = []
  let start: Record<string, unknown> | undefined
  do {
    const page = { ...input, ...(start ? { ExclusiveStartKey: start } : {}) }
    const { Items = [], LastEvaluatedKey } = await documents.send(new QueryCommand(page))
    found.push(...Items)
    start = LastEvaluatedKey
  } while (start && (input.Limit === undefined || found.length < input.Limit))
  return found
}

/** Undefined where a transaction was. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html */
async function unlessInTheWay<Result>(write: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await write()
  } catch (error) {
    if (error instanceof TransactionInProgressException || error instanceof TransactionConflictException)
      return undefined
    throw error
  }
}

/** Whether its conditions held; undefined where another transaction was in the way. */
function tryTransaction(documents: Documents, items: readonly TransactItem[]): Promise<boolean | undefined> {
  return unlessInTheWay(async () => {
    try {
      await documents.send(new TransactWriteCommand({ TransactItems: [...items] }))
      return true
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error
      return outcomeOf(error)
    }
  })
}

function outcomeOf(canceled: TransactionCanceledException): false | undefined {
  const codes = (canceled.CancellationReasons ?? []).map(({ Code }) => Code)
  if (codes.includes("ConditionalCheckFailed")) return false
  if (codes.includes("TransactionConflict") || codes.includes("ThrottlingError")) return undefined
  throw canceled
}
