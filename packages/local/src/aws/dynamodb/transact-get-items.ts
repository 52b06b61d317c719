import { consumedCapacity } from "./consumed-capacity.ts"
import { perform, type Store, validated } from "./dynalite.ts"
import { validationError } from "./errors.ts"
import type { Gate } from "./gate.ts"
import { allOf, type Element, elementsOf, refuseTwice } from "./transact-items.ts"

export interface TransactGetItemsInput {
  readonly TransactItems?: unknown
  readonly ReturnConsumedCapacity?: unknown
}

const FIELDS = ["TableName", "Key", "ProjectionExpression", "ExpressionAttributeNames"]

/** Reads all of the items as they are at one moment. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactGetItems.html */
export function transactGetItems(store: Store, gate: Gate) {
  return async ({ TransactItems, ReturnConsumedCapacity }: TransactGetItemsInput): Promise<object> => {
    const gets = elementsOf(TransactItems).map((element) => getOf(element, ReturnConsumedCapacity, store))
    return gate.alone(async () => {
      await refuseTwice(gets, store)
      const outputs = await allOf(gets.map((get) => perform("GetItem", get, store)))
      const Responses = outputs.map((output) => ("Item" in output ? { Item: output.Item } : {}))
      return { ...consumedCapacity(outputs, { wanted: ReturnConsumedCapacity, transaction: "Read" }), Responses }
    })
  }
}

function getOf({ Get }: Readonly<Record<string, unknown>>, ReturnConsumedCapacity: unknown, store: Store): Element {
  if (Get == null)
    throw validationError(
      "1 validation error detected: Value null at 'transactItems.member.get' failed to satisfy constraint: Member must not be null",
    )
  const given = Get as Record<string, unknown>
  const fields = FIELDS.flatMap((name) => (given[name] == null ? [] : [[name, given[name]]]))
  // Half a unit for an eventually consistent read would be wrong here: a transaction reads consistently.
  const input = { ...Object.fromEntries(fields), ReturnConsumedCapacity, ConsistentRead: true }
  return validated<Element>("GetItem", input, store)
}
