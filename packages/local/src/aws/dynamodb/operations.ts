import type { TableNode } from "../../graph.ts"
import { batchGetItem } from "./batch-get-item.ts"
import { batchWriteItem } from "./batch-write-item.ts"
import type { ClientRequestTokens } from "./client-request-tokens.ts"
import { perform, type Store, validated } from "./dynalite.ts"
import type { Gate } from "./gate.ts"
import { search } from "./query.ts"
import { transactGetItems } from "./transact-get-items.ts"
import { transactWriteItems } from "./transact-write-items.ts"
import { type Write, writeItem, type WriteOperation } from "./write-item.ts"

export type Operation = (input: object) => Promise<object>

/** What dynalite does well enough. */
const AS_THEY_ARE = [
  "CreateTable",
  "DeleteTable",
  "DescribeTable",
  "GetItem",
  "ListTables",
  "ListTagsOfResource",
  "TagResource",
  "UntagResource",
]

const WRITES: readonly WriteOperation[] = ["DeleteItem", "PutItem", "UpdateItem"]

export interface OperationsParts {
  readonly tables: readonly TableNode[]
  readonly store: Store
  readonly gate: Gate
  readonly tokens: ClientRequestTokens
}

/** DynamoDB's operations by name. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations_Amazon_DynamoDB.html */
export function operations({ tables, store, gate, tokens }: OperationsParts): Readonly<Record<string, Operation>> {
  const run = async (name: string, input: object) => perform(name, validated(name, input, store), store)
  const write = async (name: WriteOperation, input: object) =>
    writeItem(name, validated<Write>(name, input, store), store)
  const side: Record<string, Operation> = {
    ...named(AS_THEY_ARE, run),
    ...named(WRITES, write),
    BatchGetItem: (input) => batchGetItem(input, store),
    BatchWriteItem: (input) => batchWriteItem(input, store),
    DescribeTimeToLive: async (input) => ({ ...(await run("DescribeTimeToLive", input)), ...described(tables, input) }),
    Query: (input) => search("Query", input, store),
    Scan: (input) => search("Scan", input, store),
  }
  const sharing = Object.entries(side).map(
    ([name, work]) => [name, (input: object) => gate.share(() => work(input))] as const,
  )
  return {
    ...Object.fromEntries(sharing),
    TransactGetItems: transactGetItems(store, gate),
    TransactWriteItems: transactWriteItems(store, gate, tokens),
  }
}

function named<Name extends string>(
  names: readonly Name[],
  run: (name: Name, input: object) => Promise<object>,
): Record<string, Operation> {
  return Object.fromEntries(names.map((name) => [name, (input: object) => run(name, input)]))
}

function described(tables: readonly TableNode[], { TableName }: { TableName?: string }): object {
  const AttributeName = tables.find(({ name, arn }) => name === TableName || arn === TableName)?.ttl
  return AttributeName === undefined ? {} : { TimeToLiveDescription: { TimeToLiveStatus: "ENABLED", AttributeName } }
}
