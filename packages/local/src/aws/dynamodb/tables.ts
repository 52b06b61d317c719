import { setTimeout as sleep } from "node:timers/promises"
import type { TableNode } from "../../graph.ts"
import { perform, type Store, validated } from "./dynalite.ts"
import { DynamoDbError } from "./errors.ts"

/** Creates the table unless it is there, and waits until it can be used. */
export async function createTable(table: TableNode, store: Store): Promise<void> {
  await run("CreateTable", definition(table), store).catch(unless("ResourceInUseException"))
  while ((await statusOf(table, store)) !== "ACTIVE") await sleep(1)
}

/** Deletes the table and waits until it is gone: dynalite, as DynamoDB, only begins with it. */
export async function deleteTable(table: TableNode, store: Store): Promise<void> {
  await run("DeleteTable", { TableName: table.name }, store).catch(unless("ResourceNotFoundException"))
  while ((await statusOf(table, store)) !== undefined) await sleep(1)
}

async function statusOf({ name }: TableNode, store: Store): Promise<string | undefined> {
  const found = await run("DescribeTable", { TableName: name }, store).catch(unless("ResourceNotFoundException"))
  return (found as { Table: { TableStatus: string } } | undefined)?.Table.TableStatus
}

async function run(operation: string, input: object, store: Store): Promise<object> {
  return perform(operation, validated(operation, input, store), store)
}

function unless(code: string): (error: unknown) => undefined {
  return (error) => {
    if (!(error instanceof DynamoDbError && error.code === code)) throw error
  }
}

function definition(table: TableNode) {
  const { attributes, indexes } = indexDefinitions(table)
  return {
    TableName: table.name,
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: attributes,
    KeySchema: keySchema(table.hashKey, table.rangeKey),
    ...(indexes.length > 0 ? { GlobalSecondaryIndexes: indexes } : {}),
  }
}

/** What of a table's definition may change after it was made. */
export function indexDefinitions({ attributes, indexes }: TableNode) {
  return {
    attributes: attributes.map(({ name, type }) => ({ AttributeName: name, AttributeType: type })),
    indexes: indexes.map(indexDefinition),
  }
}

function indexDefinition(index: TableNode["indexes"][number]) {
  const attributes = index.included === undefined ? {} : { NonKeyAttributes: [...index.included] }
  return {
    IndexName: index.name,
    KeySchema: keySchema(index.hashKey, index.rangeKey),
    Projection: { ProjectionType: index.projection, ...attributes },
  }
}

function keySchema(hashKey: string, rangeKey: string | undefined) {
  const hash = { AttributeName: hashKey, KeyType: "HASH" }
  return rangeKey === undefined ? [hash] : [hash, { AttributeName: rangeKey, KeyType: "RANGE" }]
}
