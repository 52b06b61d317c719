import { type CancellationReason, DynamoDbError, isEmptyKey, transactionCanceled, validationError } from "./errors.ts"
import { findTable, type Item, itemKey, type Store } from "./dynalite.ts"

const MAXIMUM_ITEMS = 100

/** An element that names one item, validated. */
export interface Element {
  readonly TableName: string
  readonly Key?: Item
  readonly Item?: Item
}

/** The request's elements, of which there must be 1 to 100. */
export function elementsOf(items: unknown): Readonly<Record<string, unknown>>[] {
  const elements = Array.isArray(items) ? items : []
  const limit = elements.length === 0 ? "greater than or equal to 1" : `less than or equal to ${MAXIMUM_ITEMS}`
  if (elements.length === 0 || elements.length > MAXIMUM_ITEMS)
    throw validationError(
      `1 validation error detected: Value '[${elements.length} elements]' at 'transactItems' failed to satisfy constraint: Member must have length ${limit}`,
    )
  return elements.map((element) => ({ ...element }))
}

/** Throws for a table that does not exist and for an item that is named twice. A key that is wrong is left to who uses it. */
export async function refuseTwice(elements: readonly Element[], store: Store): Promise<void> {
  const named = new Set<string>()
  for (const element of elements) {
    const key = itemKey(element, await findTable(element.TableName, store))
    if (key === undefined) continue
    const name = `${element.TableName}/${key}`
    if (named.has(name)) throw validationError("Transaction request cannot include multiple operations on one item")
    named.add(name)
  }
}

/** Results of all elements in their order. Throws TransactionCanceledException where one failed, with the reasons of all. */
export async function allOf<Result>(work: readonly Promise<Result>[]): Promise<Result[]> {
  const settled = await Promise.allSettled(work)
  const results = settled.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []))
  if (results.length < settled.length) throw transactionCanceled(settled.map(reasonOf))
  return results
}

function reasonOf(outcome: PromiseSettledResult<unknown>): CancellationReason {
  if (outcome.status === "fulfilled") return { Code: "None" }
  const error: unknown = outcome.reason
  if (!(error instanceof DynamoDbError) || isEmptyKey(error)) throw error
  const { code, message: Message, body } = error
  const Item = body["Item"] === undefined ? {} : { Item: body["Item"] }
  if (code === "ConditionalCheckFailedException") return { Code: "ConditionalCheckFailed", Message, ...Item }
  return { Code: "ValidationError", Message }
}
