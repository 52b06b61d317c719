import {
  type AttributeValue,
  findTable,
  indexOf,
  type Item,
  keyWithin,
  perform,
  projected,
  type Store,
  validated,
} from "./dynalite.ts"
import { validationError } from "./errors.ts"
import { type Expression, matches } from "./expression.ts"
import { indexStore } from "./index-rows.ts"

/** A Query or Scan that is validated. */
interface Search {
  readonly TableName: string
  readonly IndexName?: string
  readonly Select?: string
  readonly ScanIndexForward?: boolean
  readonly ExclusiveStartKey?: Item
  readonly KeyConditions?: Readonly<Record<string, { readonly AttributeValueList?: readonly AttributeValue[] }>>
  readonly _projection?: { readonly paths?: readonly (string | readonly (string | number)[])[] }
  readonly _filter?: { readonly expression: Expression }
}

interface Found {
  readonly Items?: readonly Item[]
  readonly Count: number
}

/** Query or Scan. Filters are applied here: dynalite's cannot compare lists, maps, empty texts and such. */
export async function search(operation: "Query" | "Scan", input: object, store: Store): Promise<object> {
  const wanted = validated<Search>(operation, input, store)
  refuseEmptyKeys(wanted)
  const rows = wanted.IndexName === undefined ? store : await rowsOf(wanted, wanted.IndexName, store)
  if (wanted._filter === undefined) return perform(operation, wanted, rows)
  const found = (await perform(operation, unfiltered(wanted), rows)) as Found
  return filtered(found, wanted, wanted._filter.expression)
}

/** An expression that is unknown to dynalite is true to it. */
const ANYTHING: Expression = { type: "anything", args: [] }

function unfiltered({ Select, ...wanted }: Search): object {
  const { paths: _, ...projection } = wanted._projection ?? {}
  return {
    ...wanted,
    ...(Select === undefined || Select === "COUNT" ? {} : { Select }),
    ...(wanted._projection ? { _projection: projection } : {}),
    _filter: { ...wanted._filter, expression: ANYTHING },
  }
}

function filtered({ Items = [], ...found }: Found, { Select, _projection }: Search, expression: Expression): object {
  const matching = Items.filter((item) => matches(expression, item))
  const { paths } = _projection ?? {}
  const items = paths === undefined ? matching : matching.map((item) => projected(paths, item))
  return { ...found, Count: items.length, ...(Select === "COUNT" ? {} : { Items: items }) }
}

function refuseEmptyKeys({ KeyConditions = {} }: Search): void {
  for (const [name, { AttributeValueList = [] }] of Object.entries(KeyConditions))
    for (const value of AttributeValueList)
      for (const [type, kind] of [["S", "string"] as const, ["B", "binary"] as const])
        if (value[type] === "")
          throw validationError(
            `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${kind} value. Key: ${name}`,
          )
}

async function rowsOf(wanted: Search, indexName: string, store: Store): Promise<Store> {
  const table = await findTable(wanted.TableName, store)
  const index = indexOf(table, indexName)
  const missing = (wanted._projection?.paths ?? [])
    .map((path) => String(typeof path === "string" ? path : path[0]))
    .filter((name) => index !== undefined && !index.projects(name))
  if (missing.length > 0)
    throw validationError(
      `One or more parameter values were invalid: Global secondary index ${indexName} does not project [${missing.join(", ")}]`,
    )
  const start = wanted.ExclusiveStartKey && keyWithin(wanted.ExclusiveStartKey, table)
  return start === undefined ? store : indexStore(store, start, wanted.ScanIndexForward === false)
}
