import { invalidPattern } from "./errors.ts"
import { isMatchKeyword, matchExpression } from "./match-expression.ts"
import { isObject, type JsonObject, type ValueTest } from "./value.ts"

/** What a pattern asks of one field. */
export interface Constraint {
  /** Keys joined by dots: for EventBridge `{"a":{"b":1}}` and `{"a.b":1}` are one. */
  readonly path: string
  readonly tests: readonly ValueTest[]
  /** The field may also be missing. */
  readonly absent: boolean
}

/** All constraints hold. */
export type Alternative = readonly Constraint[]

// EventBridge refuses patterns of more than about a million combinations; a laptop should not try them either.
const MAX_ALTERNATIVES = 10_000

/** Reads a pattern into alternatives, of which one must hold; there is one, but for `$or`. Throws InvalidEventPatternException. */
export function parsePattern(pattern: unknown): Alternative[] {
  if (!isObject(pattern)) throw invalidPattern("Filter is not an object")
  const alternatives = parseObject(pattern, "")
  for (const constraints of alternatives) {
    const paths = constraints.map(({ path }) => path)
    const repeated = paths.find((path, index) => paths.indexOf(path) !== index)
    if (repeated !== undefined) throw invalidPattern(`Path \`${repeated}\` cannot be allowed multiple times`)
  }
  return alternatives
}

function parseObject(pattern: JsonObject, parent: string): Alternative[] {
  const entries = Object.entries(pattern)
  if (entries.length === 0) throw invalidPattern("Empty objects are not allowed")
  return entries.reduce<Alternative[]>(
    (alternatives, [key, value]) => combine(alternatives, parseEntry(key, value, parent)),
    [[]],
  )
}

function parseEntry(key: string, value: unknown, parent: string): Alternative[] {
  if (key === "$or" && isOr(value)) return value.flatMap((branch) => parseObject(branch, parent))
  const path = parent === "" ? key : `${parent}.${key}`
  if (Array.isArray(value)) return [[parseField(path, value)]]
  if (isObject(value)) return parseObject(value, path)
  throw invalidPattern(`"${key}" must be an object or an array`)
}

/** `$or` is a field of that name where what follows reads as a field's values. */
function isOr(value: unknown): value is JsonObject[] {
  if (!Array.isArray(value) || value.length === 0 || !value.every(isObject)) return false
  if (value.some((branch) => Object.keys(branch).some(isMatchKeyword))) return false
  if (value.length < 2) throw invalidPattern("There must have at least 2 Objects in $or relationship.")
  return true
}

function parseField(path: string, elements: readonly unknown[]): Constraint {
  if (elements.length === 0) throw invalidPattern("Empty arrays are not allowed")
  const expressions = elements.map(matchExpression)
  return {
    path,
    absent: expressions.includes("absent"),
    tests: expressions.filter((expression) => expression !== "absent"),
  }
}

function combine(left: readonly Alternative[], right: readonly Alternative[]): Alternative[] {
  if (left.length * right.length > MAX_ALTERNATIVES)
    throw invalidPattern("Rule is too complex - try using fewer $or combinations")
  return left.flatMap((one) => right.map((other) => [...one, ...other]))
}
