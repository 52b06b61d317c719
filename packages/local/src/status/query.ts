import { InvalidStatusQuery } from "./errors.ts"

/** Throws InvalidStatusQuery for a parameter that nobody reads: what looks like a filter must be one. */
export function checkParameters(query: URLSearchParams, known: readonly string[]): void {
  const unknown = [...query.keys()].find((name) => !known.includes(name))
  if (unknown !== undefined) throw new InvalidStatusQuery(JSON.stringify(unknown), `one of ${known.join(", ")}`)
}

/** How many are asked for. Throws InvalidStatusQuery. */
export function countOf(query: URLSearchParams, name: string, otherwise: number, maximum = 1_000): number {
  const value = query.get(name)
  if (value === null || value === "") return otherwise
  const count = Number(value)
  if (/^\d+$/.test(value) && count <= maximum) return count
  throw new InvalidStatusQuery(name, `a whole number from 0 to ${maximum}`)
}

/** A parameter's text in lower case; empty where it is not given. */
export function textOf(query: URLSearchParams, name: string): string {
  return query.get(name)?.trim().toLowerCase() ?? ""
}
