import type { Need } from "../need.ts"
import { arnOf } from "./arns.ts"
import { asRecord, jsonCall, type ReadNeeds, textOf } from "./read-needs.ts"

const BATCHES = ["BatchGetItem", "BatchWriteItem"]

/** Which action each element of a transaction needs; transactions have no action of their own. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-apis-iam */
const ACTIONS_OF_TRANSACTIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  TransactGetItems: { Get: "dynamodb:GetItem" },
  TransactWriteItems: {
    Put: "dynamodb:PutItem",
    Update: "dynamodb:UpdateItem",
    Delete: "dynamodb:DeleteItem",
    ConditionCheck: "dynamodb:ConditionCheckItem",
  },
}

/** Actions are named after operations; queries of an index need it on the index. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html */
export const dynamodbNeeds: ReadNeeds = (request, body, arns) => {
  const { operation, input } = jsonCall(request, body)
  const action = `dynamodb:${operation}`
  const tableArn = (table: string) => arnOf("dynamodb", "table/", table, arns)
  if (BATCHES.includes(operation))
    return Object.keys(asRecord(input["RequestItems"])).map((table) => ({ action, resource: tableArn(table) }))
  const actions = ACTIONS_OF_TRANSACTIONS[operation]
  if (actions !== undefined) return transactionNeeds(input["TransactItems"], actions, tableArn)
  const table = textOf(input, "TableName") ?? textOf(input, "ResourceArn")
  const index = textOf(input, "IndexName")
  if (table === undefined) return [{ action, resource: "*" }]
  return [{ action, resource: tableArn(table) + (index === undefined ? "" : `/index/${index}`) }]
}

/** An element that names no table is left to DynamoDB's own error. */
function transactionNeeds(
  items: unknown,
  actions: Readonly<Record<string, string>>,
  tableArn: (table: string) => string,
): Need[] {
  const elements = Array.isArray(items) ? items.map(asRecord) : []
  return elements.flatMap((element) =>
    Object.entries(actions).flatMap(([kind, action]) => {
      const table = textOf(asRecord(element[kind]), "TableName")
      return table === undefined ? [] : [{ action, resource: tableArn(table) }]
    }),
  )
}
