import type { TableNode } from "../../graph.ts"
import { findTable, type Item, type Store, type TableDescription } from "./dynalite.ts"
import { itemPrefix } from "./recorded-store.ts"
import { indexDefinitions } from "./tables.ts"

/** Says that indexes are still to be filled: a crash in between is noticed at the next start. */
const MARK = "darkroom-reindex~"

/** Brings a stored table to the indexes that the app has now: items stay, indexes are filled anew where they changed. */
export async function updateIndexes(
  table: TableNode,
  store: Store,
  putItem: (input: object) => Promise<unknown>,
): Promise<void> {
  const described = await findTable(table.name, store)
  const mark = MARK + table.name
  const marked = (await store.db.get(mark).catch(() => undefined)) !== undefined
  if (!marked && signature(described) === signature(definitionOf(table, described))) return
  await clearIndexes(table, store)
  const changed = definitionOf(table, described)
  await store.db.batch([
    { type: "put", key: mark, value: true },
    { type: "put", key: `table~${table.name}`, value: changed },
  ])
  for (const item of await itemsOf(table, store)) await putItem({ TableName: table.name, Item: item })
  await store.db.batch([{ type: "del", key: mark }])
}

function signature({ GlobalSecondaryIndexes = [] }: TableDescription): string {
  const indexes = GlobalSecondaryIndexes.map(({ IndexName, KeySchema, Projection }) => {
    const { ProjectionType, NonKeyAttributes = [] } = Projection
    const keys = KeySchema.map(({ AttributeName }) => AttributeName)
    return JSON.stringify([IndexName, keys, ProjectionType, NonKeyAttributes.toSorted()])
  })
  return indexes.toSorted((a, b) => a.localeCompare(b)).join()
}

/** As dynalite describes a table that was made so. */
function definitionOf(table: TableNode, described: TableDescription): TableDescription {
  const { attributes, indexes } = indexDefinitions(table)
  const { GlobalSecondaryIndexes: _, ...rest } = described
  const ready = indexes.map((index) => ({
    ...index,
    IndexArn: `${table.arn}/index/${index.IndexName}`,
    IndexSizeBytes: 0,
    ItemCount: 0,
    IndexStatus: "ACTIVE",
    ProvisionedThroughput: { ReadCapacityUnits: 0, WriteCapacityUnits: 0, NumberOfDecreasesToday: 0 },
  }))
  return {
    ...rest,
    AttributeDefinitions: attributes,
    ...(ready.length > 0 ? { GlobalSecondaryIndexes: ready } : {}),
  } as TableDescription
}

async function clearIndexes({ name }: TableNode, store: Store): Promise<void> {
  const prefix = `index-global~${name}~`
  const keys: string[] = []
  for await (const [key] of store.db.iterator({ gte: prefix, lt: `${prefix}\xFF` })) keys.push(key)
  await store.db.batch(keys.map((key) => ({ type: "del", key })))
}

async function itemsOf({ name }: TableNode, store: Store): Promise<Item[]> {
  const items: Item[] = []
  const prefix = itemPrefix(name)
  for await (const [, item] of store.db.iterator({ gte: prefix, lt: `${prefix}\xFF` })) items.push(item as Item)
  return items
}
