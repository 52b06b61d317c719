import { arnOf } from "./arns.ts"
import { asRecord, jsonCall, type ReadNeeds, textOf } from "./read-needs.ts"

const BATCHES = ["BatchGetItem", "BatchWriteItem"]

/** Actions are named after operations; queries of an index need it on the index. https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html */
export const dynamodbNeeds: ReadNeeds = (request, body, arns) => {
  const { operation, input } = jsonCall(request, body)
  const action = `dynamodb:${operation}`
  const tableArn = (table: string) => arnOf("dynamodb", "table/", table, arns)
  if (BATCHES.includes(operation))
    return Object.keys(asRecord(input["RequestItems"])).map((table) => ({ action, resource: tableArn(table) }))
  const table = textOf(input, "TableName")
  const index = textOf(input, "IndexName")
  if (table === undefined) return [{ action, resource: "*" }]
  return [{ action, resource: tableArn(table) + (index === undefined ? "" : `/index/${index}`) }]
}
