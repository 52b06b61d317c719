import { createRequire } from "node:module"
import { dynaliteError, type EmptyIndexKey } from "./errors.ts"

/** An attribute value by its type, such as `{ S: "text" }`. */
export type AttributeValue = Readonly<Record<string, unknown>>
export type Item = Readonly<Record<string, AttributeValue>>

/** What is stored under a key of LevelDB, or taken from it. */
export interface Change {
  readonly type: "put" | "del"
  readonly key: string
  readonly value?: unknown
}

export type Done = (error?: unknown) => void

export interface Rows {
  lock(key: string, locked: (release: (done: Done) => Done) => void): void
  get(key: string, done: (error: unknown, item?: Item) => void): void
  put(key: string, item: Item, done: Done): void
  del(key: string, done: Done): void
}

export interface Range {
  readonly gt?: string
  readonly lt?: string
}

export interface IndexRows extends Pick<Rows, "put" | "del"> {
  createValueStream(range: Range): unknown
}

type KeySchema = readonly { readonly AttributeName: string }[]

interface IndexDescription {
  readonly IndexName: string
  readonly KeySchema: KeySchema
  readonly Projection: { readonly ProjectionType: string; readonly NonKeyAttributes?: readonly string[] }
}

export interface TableDescription {
  readonly TableName: string
  readonly KeySchema: KeySchema
  readonly GlobalSecondaryIndexes?: readonly IndexDescription[]
}

/** What LevelDB keeps in memory until it is closed. */
interface LevelIterator {
  next(): Promise<unknown>
  close(): Promise<void>
}

/** The part of dynalite's store that is used here and by its actions. */
export interface Store {
  readonly options: object
  readonly db: {
    open(): Promise<void>
    get(key: string): Promise<unknown>
    batch(changes: readonly Change[]): Promise<void>
    iterator(range: { gte: string; lt: string }): AsyncIterable<[key: string, value: unknown]>
    keys(range: object): LevelIterator
    values(range: object): LevelIterator
    close(): Promise<void>
  }
  readonly tableDb: { awsRegion: string; awsAccountId: string }
  getTable(name: string, done: (error: unknown, table: TableDescription) => void): void
  getItemDb(table: string): Rows
  getIndexDb(type: string, table: string, index: string): IndexRows
}

type Path = readonly (string | number)[]
type Types = Readonly<Record<string, unknown>>
type Action = (store: Store, input: object, done: (error: unknown, output?: object) => void) => void

const require = createRequire(import.meta.url)

const db = require("dynalite/db") as {
  create(options: object): Store
  createKey(item: Item, table: TableDescription): string
  validateKey(key: Item, table: TableDescription): unknown
  validateItem(item: Item, table: TableDescription): unknown
  itemSize(item: Item): number
  mapPath(path: Path, item: Item): AttributeValue | null | undefined
  mapPaths(paths: readonly (string | Path)[], item: Item): Item
  compare(comparison: string, a: AttributeValue, b: readonly AttributeValue[]): boolean
}

const validations = require("dynalite/validations") as {
  toLowerFirst(text: string): string
  checkTypes(input: object, types: Types): object
  checkValidations(input: object, types: Types, custom: unknown, store: Store): void
}

/** Opens what dynalite stores in `folder`, or in memory where there is none. */
export async function openStore(folder: string | undefined, region: string, accountId: string): Promise<Store> {
  const path = folder === undefined ? {} : { path: folder }
  const store = db.create({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0, ...path })
  Object.assign(store.tableDb, { awsRegion: region, awsAccountId: accountId })
  Object.assign(store.db, closingIterators(store.db))
  await store.db.open()
  return store
}

/** dynalite ends an iterator by `return`, which those of Level do not have: each query would leave one open, with all that it has read. */
function closingIterators(db: Store["db"]): Pick<Store["db"], "keys" | "values"> {
  const closing = (open: (range: object) => LevelIterator) => (range: object) => {
    const iterator = open.call(db, range)
    return Object.assign(iterator, { return: () => iterator.close() })
  }
  return { keys: closing(db.keys), values: closing(db.values) }
}

const conditional = { ReturnValuesOnConditionCheckFailure: { type: "String", enum: ["ALL_OLD", "NONE"] } }

/** Parameters that DynamoDB has and dynalite does not know. */
const additions: Readonly<Record<string, Types>> = {
  PutItem: conditional,
  UpdateItem: conditional,
  DeleteItem: conditional,
  Scan: { ConsistentRead: "Boolean" },
}

/** The input as dynalite's actions want it, its expressions parsed. Throws what is wrong with it. */
export function validated<Input extends object>(operation: string, input: object, store: Store): Input {
  const { types, custom } = require(pathOf("validations", operation)) as { types: Types; custom: unknown }
  const allTypes = { ...types, ...additions[operation] }
  try {
    const checked = validations.checkTypes(byName(input), allTypes)
    validations.checkValidations(checked, allTypes, custom, store)
    return checked as Input
  } catch (error) {
    throw dynaliteError(error)
  }
}

/** A table may be named by its ARN. */
function byName(input: { TableName?: unknown }): object {
  const { TableName } = input
  const isArn = typeof TableName === "string" && TableName.startsWith("arn:")
  return isArn ? { ...input, TableName: TableName.split("/").at(-1) } : input
}

/** Has dynalite do it, on input that is validated. */
export function perform(operation: string, input: object, store: Store): Promise<object> {
  const action = require(pathOf("actions", operation)) as Action
  return new Promise((resolve, reject) =>
    action(store, input, (error, output = {}) => (error ? reject(dynaliteError(error)) : resolve(output))),
  )
}

/** Throws where no such table is. */
export function findTable(name: string, store: Store): Promise<TableDescription> {
  return new Promise((resolve, reject) =>
    store.getTable(name, (error, table) => (error ? reject(dynaliteError(error)) : resolve(table))),
  )
}

/** What names the item within its table; undefined where the key's attributes are not what the table wants. */
export function itemKey({ Key, Item }: { Key?: Item; Item?: Item }, table: TableDescription): string | undefined {
  const invalid = Key ? db.validateKey(Key, table) : db.validateItem(Item ?? {}, table)
  return invalid ? undefined : db.createKey(Key ?? Item ?? {}, table)
}

/** What names the item, by a key that may have an index's attributes too; undefined where the table's are not in it. */
export function keyWithin(key: Item, table: TableDescription): string | undefined {
  const names = table.KeySchema.map(({ AttributeName }) => AttributeName)
  return itemKey({ Key: Object.fromEntries(names.flatMap((name) => (key[name] ? [[name, key[name]]] : []))) }, table)
}

/** Which attributes an index has; undefined where there is no such index. */
export function indexOf({ KeySchema, GlobalSecondaryIndexes = [] }: TableDescription, name: string) {
  const index = GlobalSecondaryIndexes.find(({ IndexName }) => IndexName === name)
  if (index === undefined) return undefined
  const { ProjectionType, NonKeyAttributes = [] } = index.Projection
  const keys = [...KeySchema, ...index.KeySchema].map(({ AttributeName }) => AttributeName)
  const projects = (attribute: string) => ProjectionType === "ALL" || [...keys, ...NonKeyAttributes].includes(attribute)
  return { projects }
}

/** The first key attribute of an index that is an empty text or empty bytes. */
export function emptyIndexKey(
  item: Item,
  { GlobalSecondaryIndexes = [] }: TableDescription,
): EmptyIndexKey | undefined {
  for (const { IndexName: index, KeySchema } of GlobalSecondaryIndexes)
    for (const { AttributeName: name } of KeySchema) {
      if (item[name]?.["S"] === "") return { index, name, kind: "string" }
      if (item[name]?.["B"] === "") return { index, name, kind: "binary" }
    }
  return undefined
}

/** Bytes, as DynamoDB counts them. */
export function itemSize(item: Item): number {
  return db.itemSize(item)
}

/** The value at a document path. */
export function valueAt(path: Path, item: Item): AttributeValue | undefined {
  return db.mapPath(path, item) ?? undefined
}

/** Only what is at the paths. */
export function projected(paths: readonly (string | Path)[], item: Item): Item {
  return db.mapPaths(paths, item)
}

/** Numbers have up to 38 digits, more than JavaScript's. */
export function compareNumbers(a: AttributeValue, b: AttributeValue): number {
  if (db.compare("<", a, [b])) return -1
  return db.compare(">", a, [b]) ? 1 : 0
}

function pathOf(kind: "actions" | "validations", operation: string): string {
  return `dynalite/${kind}/${validations.toLowerFirst(operation)}.js`
}
