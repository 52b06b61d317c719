import type { Change, Done, IndexRows, Item, Rows, Store, TableDescription } from "./dynalite.ts"
import { deleteIndexRow, putIndexRow } from "./index-rows.ts"

/** A view of the store for one write of one item: it reads what is there and keeps what would be changed. */
export interface RecordedStore {
  readonly store: Store
  readonly changes: readonly Change[]
  /** The item that was there. */
  found(): Item | undefined
}

export interface RecordedStoreOptions {
  /** Looks at the item that is there; what it throws ends the write. */
  readonly checkFound: (item: Item | undefined) => void
  /** Looks at the item that shall be there; what it throws ends the write. */
  readonly checkWritten: (item: Item, table: TableDescription) => void
  /** Runs when all changes are known and the item is still locked. */
  readonly commit: (changes: readonly Change[]) => Promise<void>
}

/**
 * dynalite writes an item and its indexes one after the other; a crash between them would leave them different.
 * Recorded, they can be written at once, and those of a transaction's items with them.
 */
export function recordedStore(store: Store, { checkFound, checkWritten, commit }: RecordedStoreOptions): RecordedStore {
  const changes: Change[] = []
  let found: Item | undefined
  let described: TableDescription | undefined
  let itemKey = ""

  const finish = async (done: Done, item?: Item) => {
    try {
      if (item && described) checkWritten(item, described)
      await commit(changes)
    } catch (error) {
      return done(error)
    }
    done()
  }
  // The item is what an action writes last.
  const itemRows = (table: string): Rows => {
    const { lock, get } = store.getItemDb(table)
    const write = (change: Change, done: Done, item?: Item) => {
      changes.push(change)
      void finish(done, item)
    }
    return {
      lock,
      get: (key, done) =>
        get(key, (error, item) => {
          found = item
          itemKey = key
          done(error ?? failureOf(() => checkFound(item)), item)
        }),
      put: (key, value, done) => write({ type: "put", key: itemPrefix(table) + key, value }, done, value),
      del: (key, done) => write({ type: "del", key: itemPrefix(table) + key }, done),
    }
  }
  const indexRows = (type: string, table: string, index: string): IndexRows => {
    const prefix = `index-${type.toLowerCase()}~${table}~${index}~`
    const keep = (kept: readonly Change[], done: Done) => {
      changes.push(...kept)
      done()
    }
    return {
      ...store.getIndexDb(type, table, index),
      put: (key, value, done) => keep(putIndexRow(prefix + key, itemKey, value), done),
      del: (key, done) => keep(deleteIndexRow(prefix + key, itemKey), done),
    }
  }
  const getTable: Store["getTable"] = (name, done) =>
    store.getTable(name, (error, table) => {
      described = table
      done(error, table)
    })
  return { store: { ...store, getTable, getItemDb: itemRows, getIndexDb: indexRows }, changes, found: () => found }
}

/** What the keys of a table's items begin with, as dynalite has it. */
export function itemPrefix(table: string): string {
  return `item-${table}~`
}

function failureOf(check: () => void): unknown {
  try {
    check()
    return undefined
  } catch (error) {
    return error
  }
}
