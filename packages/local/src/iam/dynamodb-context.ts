import type { AwsRequest } from "../aws/service.ts"
import type { ConditionContext, Need } from "./need.ts"
import { type Arns, arnOf } from "./needs/arns.ts"
import { asRecord, jsonCall, textOf } from "./needs/read-needs.ts"

type Input = Record<string, unknown>

/** No item has this key: where the engine cannot tell which items a call is about, it is about none that a condition names. */
const UNKNOWN_KEY = "\u0000unknown"

/** Calls that need not name the items which they are about; conditions take them for calls about none. */
const WITHOUT_KEYS = /^(Scan|Describe|List|Get(?!Item)|Create|Update(?!Item)|Delete(?!Item)|Tag|Untag)/

/** Which items a call is about. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html */
export function dynamodbContext(request: AwsRequest, body: Buffer, { resource }: Need, arns: Arns): ConditionContext {
  const { operation, input } = jsonCall(request, body)
  const known = { "dynamodb:Select": textOf(input, "Select"), "dynamodb:ReturnValues": textOf(input, "ReturnValues") }
  if (WITHOUT_KEYS.test(operation)) return known
  const [tableArn = resource, index] = resource.split("/index/")
  const hashKey = arns.hashKeyOf?.(tableArn, index)
  const found = hashKey === undefined ? [] : leadingKeys(operation, input, hashKey, isTable(tableArn, arns))
  return { ...known, "dynamodb:LeadingKeys": found.length > 0 ? found : [UNKNOWN_KEY] }
}

const isTable = (tableArn: string, arns: Arns) => (nameOrArn: string) =>
  arnOf("dynamodb", "table/", nameOrArn, arns) === tableArn

function leadingKeys(operation: string, input: Input, hashKey: string, isOwn: (table: string) => boolean): string[] {
  if (operation === "Query") return [queried(input, hashKey)].filter((key) => key !== undefined)
  const batches = Object.entries(asRecord(input["RequestItems"])).filter(([table]) => isOwn(table))
  const calls = [input, ...listOf(input["TransactItems"]).flatMap((item) => Object.values(item).map(asRecord))]
  const items = [
    ...batches.flatMap(([, batch]) => itemsOfBatch(batch)),
    ...calls.filter((call) => isOwn(textOf(call, "TableName") ?? "")).map((call) => call["Key"] ?? call["Item"]),
  ]
  return items.map((item) => textOfValue(asRecord(item)[hashKey]) ?? UNKNOWN_KEY)
}

function itemsOfBatch(batch: unknown): unknown[] {
  if (!Array.isArray(batch)) return listOf(asRecord(batch)["Keys"])
  return listOf(batch).map(
    ({ PutRequest, DeleteRequest }) => asRecord(PutRequest)["Item"] ?? asRecord(DeleteRequest)["Key"],
  )
}

/** The value that the partition key must equal. */
function queried(input: Input, hashKey: string): string | undefined {
  const [legacy] = listOf(asRecord(asRecord(input["KeyConditions"])[hashKey])["AttributeValueList"])
  const names = asRecord(input["ExpressionAttributeNames"])
  const equalities = (textOf(input, "KeyConditionExpression") ?? "").matchAll(/([#\w.-]+)\s*=\s*(:\w+)/g)
  const own = [...equalities].find(([, name = ""]) => (names[name] ?? name) === hashKey)
  return textOfValue(legacy ?? asRecord(input["ExpressionAttributeValues"])[own?.[2] ?? ""])
}

/** Of `{ S: "text" }`, `{ N: "1" }` or `{ B: "base64" }`. */
function textOfValue(value: unknown): string | undefined {
  const [text] = Object.values(asRecord(value))
  return typeof text === "string" ? text : undefined
}

function listOf(value: unknown): Input[] {
  return Array.isArray(value) ? value.map(asRecord) : []
}
