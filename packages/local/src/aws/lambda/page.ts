import { invalidParameter } from "./errors.ts"

const MAX_ITEMS = 10_000

export interface Page<Item> {
  readonly items: Item[]
  readonly NextMarker?: string
}

/** The part of a list that `Marker` and `MaxItems` ask for, at most `largest` of it. */
export function pageOf<Item>(all: readonly Item[], query: URLSearchParams, largest: number): Page<Item> {
  const wanted = Number(query.get("MaxItems") ?? largest)
  if (!Number.isInteger(wanted) || wanted < 1 || wanted > MAX_ITEMS)
    throw invalidParameter(`Value '${query.get("MaxItems")}' at 'maxItems' is not 1 to ${MAX_ITEMS}`)
  const begin = Number(query.get("Marker") ?? 0)
  if (!Number.isInteger(begin) || begin < 0) throw invalidParameter("Invalid pagination token")
  const end = begin + Math.min(wanted, largest)
  return { items: all.slice(begin, end), ...(end < all.length ? { NextMarker: String(end) } : {}) }
}
