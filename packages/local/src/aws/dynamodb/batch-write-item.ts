import { consumedCapacity } from "./consumed-capacity.ts"
import { findTable, type Item, itemKey, type Store, validated } from "./dynalite.ts"
import { validationError } from "./errors.ts"
import { writeItem } from "./write-item.ts"

const MAXIMUM_ITEMS = 25

interface WriteRequest {
  readonly PutRequest?: { readonly Item: Item }
  readonly DeleteRequest?: { readonly Key: Item }
}

interface BatchWriteItemInput {
  readonly RequestItems: Readonly<Record<string, readonly WriteRequest[]>>
  readonly ReturnConsumedCapacity?: unknown
}

/** Puts and deletes up to 25 items, each by itself. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html */
export async function batchWriteItem(input: object, store: Store): Promise<object> {
  const { RequestItems, ReturnConsumedCapacity } = validated<BatchWriteItemInput>("BatchWriteItem", input, store)
  if (
    Object.values(RequestItems)
      .flat()
      .some(({ PutRequest, DeleteRequest }) => PutRequest && DeleteRequest)
  )
    throw validationError(
      "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes",
    )
  const requests = Object.entries(RequestItems).flatMap(([TableName, all]) =>
    all.map(({ PutRequest, DeleteRequest }) => ({
      TableName,
      ...PutRequest,
      ...DeleteRequest,
      ReturnConsumedCapacity,
    })),
  )
  if (requests.length > MAXIMUM_ITEMS) throw validationError("Too many items requested for the BatchWriteItem call")
  await refuseWrongKeys(requests, store)
  const outputs = await Promise.all(
    requests.map((request) => writeItem("Item" in request ? "PutItem" : "DeleteItem", request, store)),
  )
  return { UnprocessedItems: {}, ...consumedCapacity(outputs, { wanted: ReturnConsumedCapacity }) }
}

async function refuseWrongKeys(requests: readonly { TableName: string; Item?: Item; Key?: Item }[], store: Store) {
  const seen = new Set<string>()
  for (const request of requests) {
    const key = itemKey(request, await findTable(request.TableName, store))
    if (key === undefined) throw validationError("The provided key element does not match the schema")
    if (seen.has(`${request.TableName}/${key}`)) throw validationError("Provided list of item keys contains duplicates")
    seen.add(`${request.TableName}/${key}`)
  }
}
