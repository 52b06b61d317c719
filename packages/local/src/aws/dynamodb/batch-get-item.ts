import { consumedCapacity } from "./consumed-capacity.ts"
import { findTable, type Item, itemKey, itemSize, perform, type Store, validated } from "./dynalite.ts"
import { validationError } from "./errors.ts"

const MAXIMUM_BYTES = 16 * 1024 * 1024

interface KeysAndAttributes {
  readonly Keys: readonly Item[]
  readonly _projection?: unknown
}

interface Output {
  readonly Item?: Item
}

interface BatchGetItemInput {
  readonly RequestItems: Readonly<Record<string, KeysAndAttributes>>
  readonly ReturnConsumedCapacity?: unknown
}

/** Reads up to 100 items and 16 MB. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html */
export async function batchGetItem(input: object, store: Store): Promise<object> {
  const { RequestItems, ReturnConsumedCapacity } = validated<BatchGetItemInput>("BatchGetItem", input, store)
  await refuseWrongKeys(RequestItems, store)
  const tables = Object.entries(RequestItems).map(async ([TableName, { Keys, ...how }]) => {
    const gets = Keys.map((Key) => ({ TableName, Key, ...how, ReturnConsumedCapacity }))
    return {
      TableName,
      outputs: await Promise.all(gets.map((get) => perform("GetItem", get, store) as Promise<Output>)),
    }
  })
  const read = await Promise.all(tables)
  const Responses: Record<string, readonly Item[]> = {}
  const UnprocessedKeys: Record<string, object> = {}
  let left = MAXIMUM_BYTES
  for (const { TableName, outputs } of read) {
    const fitting = outputs.filter(({ Item }) => Item === undefined || (left -= itemSize(Item)) >= 0)
    Responses[TableName] = fitting.flatMap(({ Item }) => (Item ? [Item] : []))
    if (fitting.length < outputs.length) {
      const { Keys = [], _projection, ...how } = RequestItems[TableName] ?? {}
      UnprocessedKeys[TableName] = {
        ...how,
        Keys: Keys.filter((_, place) => !fitting.includes(outputs[place] as Output)),
      }
    }
  }
  const consumed = read.flatMap(({ outputs }) => outputs)
  return { Responses, UnprocessedKeys, ...consumedCapacity(consumed, { wanted: ReturnConsumedCapacity }) }
}

async function refuseWrongKeys(requests: BatchGetItemInput["RequestItems"], store: Store): Promise<void> {
  for (const [name, { Keys }] of Object.entries(requests)) {
    const table = await findTable(name, store)
    if (Keys.some((Key) => itemKey({ Key }, table) === undefined))
      throw validationError("The provided key element does not match the schema")
  }
}
