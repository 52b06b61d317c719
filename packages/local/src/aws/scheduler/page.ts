import { validationError } from "./errors.ts"
import { number } from "./input.ts"

const MAX_RESULTS = 100

export interface Page<Item> {
  readonly items: readonly Item[]
  readonly NextToken?: string
}

/** The part of a list that `MaxResults` and `NextToken` ask for. The token says after which key; keys are in order. */
export function pageOf<Item>(all: readonly Item[], keyOf: (item: Item) => string, query: URLSearchParams): Page<Item> {
  const limit = number(1, MAX_RESULTS)("MaxResults", Number(query.get("MaxResults") ?? MAX_RESULTS))
  const after = keyIn(query.get("NextToken"))
  const rest = after === undefined ? all : all.filter((item) => keyOf(item) > after)
  const items = rest.slice(0, limit)
  const last = items.at(-1)
  if (last === undefined || items.length === rest.length) return { items }
  return { items, NextToken: Buffer.from(JSON.stringify({ after: keyOf(last) })).toString("base64url") }
}

function keyIn(token: string | null): string | undefined {
  if (token === null) return undefined
  try {
    const { after } = JSON.parse(Buffer.from(token, "base64url").toString("utf8")) as { after?: unknown }
    if (typeof after === "string") return after
  } catch (cause) {
    throw validationError("Invalid NextToken.", { cause })
  }
  throw validationError("Invalid NextToken.")
}
