import { type Change, emptyIndexKey, type Item, perform, type Store, type TableDescription } from "./dynalite.ts"
import { conditionFailed, DynamoDbError, emptyIndexKeyError } from "./errors.ts"
import { type Expression, matches } from "./expression.ts"
import { recordedStore } from "./recorded-store.ts"

export type WriteOperation = "PutItem" | "UpdateItem" | "DeleteItem"

/** A write that is validated. */
export interface Write {
  readonly TableName: string
  readonly Key?: Item
  readonly Item?: Item
  readonly ReturnValuesOnConditionCheckFailure?: string
  readonly _condition?: { readonly expression: Expression }
  readonly _updates?: { readonly sections: readonly Section[] }
}

/** One part of an UpdateExpression. */
interface Section {
  readonly type: string
  readonly path: readonly (string | number)[]
}

/** What a write changes and answers. */
export interface Plan {
  readonly changes: readonly Change[]
  readonly output: object
}

/** Writes an item and its indexes, both or none. */
export async function writeItem(operation: WriteOperation, write: Write, store: Store): Promise<object> {
  return (await planWrite(operation, write, store, (changes) => store.db.batch(changes))).output
}

/** What the write would change; without a `commit`, nothing is written. */
export async function planWrite(
  operation: WriteOperation,
  { _condition, ...write }: Write,
  store: Store,
  commit: (changes: readonly Change[]) => Promise<void> = async () => {},
): Promise<Plan> {
  // Conditions are looked at here: dynalite's cannot compare lists, maps, empty texts and such.
  const checkFound = (item: Item = {}) => {
    if (_condition && !matches(_condition.expression, item)) throw conditionFailed()
  }
  const checkWritten = (item: Item, table: TableDescription) => {
    const empty = emptyIndexKey(item, table)
    if (empty) throw emptyIndexKeyError(empty, operation === "UpdateItem")
  }
  const recorded = recordedStore(store, { checkFound, checkWritten, commit })
  try {
    const output = await perform(operation, inOrder(write), recorded.store)
    return { output, changes: recorded.changes }
  } catch (error) {
    if (error instanceof DynamoDbError && error.code === "ConditionalCheckFailedException")
      throw conditionFailed(write.ReturnValuesOnConditionCheckFailure === "ALL_OLD" ? recorded.found() : undefined)
    throw error
  }
}

/** Elements of a list are named by their places before the update: those that are removed go last, from the end. */
function inOrder(write: Omit<Write, "_condition">): object {
  if (write._updates === undefined) return write
  const sections = write._updates.sections.toSorted((a, b) => placeOf(b) - placeOf(a))
  return { ...write, _updates: { ...write._updates, sections } }
}

function placeOf({ type, path }: Section): number {
  if (type !== "remove") return Infinity
  const last = path.at(-1)
  return typeof last === "number" ? last : -1
}
