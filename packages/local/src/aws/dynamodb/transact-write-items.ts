import type { ClientRequestTokens } from "./client-request-tokens.ts"
import { consumedCapacity } from "./consumed-capacity.ts"
import { type Store, validated } from "./dynalite.ts"
import { validationError } from "./errors.ts"
import type { Gate } from "./gate.ts"
import { allOf, elementsOf, refuseTwice } from "./transact-items.ts"
import { planWrite, type Write, type WriteOperation } from "./write-item.ts"

export interface TransactWriteItemsInput {
  readonly TransactItems?: unknown
  readonly ClientRequestToken?: unknown
  readonly ReturnConsumedCapacity?: unknown
}

interface Step {
  readonly operation: WriteOperation
  readonly write: Write
  /** A check's condition counts; what it would delete stays. */
  readonly check: boolean
}

const OPERATIONS: Readonly<Record<string, WriteOperation>> = {
  ConditionCheck: "DeleteItem",
  Put: "PutItem",
  Delete: "DeleteItem",
  Update: "UpdateItem",
}

const FIELDS = [
  "TableName",
  "Key",
  "Item",
  "UpdateExpression",
  "ConditionExpression",
  "ExpressionAttributeNames",
  "ExpressionAttributeValues",
  "ReturnValuesOnConditionCheckFailure",
]

/** Writes all of the items or none; nobody sees it half done, nor does a crash leave it so. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html */
export function transactWriteItems(store: Store, gate: Gate, tokens: ClientRequestTokens) {
  return async (input: TransactWriteItemsInput): Promise<object> => {
    const { TransactItems, ReturnConsumedCapacity } = input
    const token = tokenOf(input.ClientRequestToken)
    const items = JSON.stringify(TransactItems)
    const steps = elementsOf(TransactItems).map((element) => stepOf(element, ReturnConsumedCapacity, store))
    return gate.alone(async () => {
      await refuseTwice(
        steps.map(({ write }) => write),
        store,
      )
      if (token !== undefined && (await tokens.isDone(token, items))) return {}
      const plans = await allOf(steps.map(({ operation, write }) => planWrite(operation, write, store)))
      const changes = plans.flatMap((plan, place) => (steps[place]?.check ? [] : plan.changes))
      await store.db.batch(token === undefined ? changes : [...changes, tokens.change(token, items)])
      return consumedCapacity(
        plans.map(({ output }) => output),
        { wanted: ReturnConsumedCapacity, transaction: "Write" },
      )
    })
  }
}

function tokenOf(token: unknown): string | undefined {
  if (token == null) return undefined
  if (typeof token === "string" && token.length >= 1 && token.length <= 36) return token
  const limit = token === "" ? "greater than or equal to 1" : "less than or equal to 36"
  throw validationError(
    `1 validation error detected: Value '${token}' at 'clientRequestToken' failed to satisfy constraint: Member must have length ${limit}`,
  )
}

function stepOf(element: Readonly<Record<string, unknown>>, ReturnConsumedCapacity: unknown, store: Store): Step {
  const kinds = Object.keys(OPERATIONS).filter((kind) => element[kind] != null)
  const [kind = "", another] = kinds
  const operation = OPERATIONS[kind]
  if (operation === undefined || another !== undefined)
    throw validationError("TransactItems can only contain one of Check, Put, Update or Delete")
  const given = element[kind] as Record<string, unknown>
  const required =
    kind === "Update" ? "UpdateExpression" : kind === "ConditionCheck" ? "ConditionExpression" : undefined
  if (required !== undefined && given[required] == null)
    throw validationError(
      `1 validation error detected: Value null at '${lowerFirst(kind)}.${lowerFirst(required)}' failed to satisfy constraint: Member must not be null`,
    )
  const fields = FIELDS.flatMap((name) => (given[name] == null ? [] : [[name, given[name]]]))
  const write = validated<Write>(operation, { ...Object.fromEntries(fields), ReturnConsumedCapacity }, store)
  return { operation, write, check: kind === "ConditionCheck" }
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
