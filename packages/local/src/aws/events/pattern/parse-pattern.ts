import { invalidPattern } from "./errors.ts"
import { isMatchKeyword, matchExpression } from "./match-expression.ts"
import { alternativesOf, type Alternative, type Constraint, type PatternNode } from "./pattern-node.ts"
import { isObject, type JsonObject } from "./value.ts"
import { checkWildcards } from "./wildcard-complexity.ts"

export interface ParsedPattern {
  readonly node: PatternNode
  /** Of which one must hold. */
  readonly alternatives: readonly Alternative[]
}

/** Reads a pattern, given as JSON text or as what that text says. Throws InvalidEventPatternException. */
export function parsePattern(source: unknown): ParsedPattern {
  const pattern = typeof source === "string" ? parseJson(source) : source
  if (!isObject(pattern)) throw invalidPattern("Filter is not an object")
  const node = parseObject(pattern, "")
  const alternatives = alternativesOf(node)
  for (const constraints of alternatives) {
    const paths = constraints.map(({ path }) => path)
    const repeated = paths.find((path, index) => paths.indexOf(path) !== index)
    if (repeated !== undefined) throw invalidPattern(`Path \`${repeated}\` cannot be allowed multiple times`)
  }
  return { node, alternatives }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw invalidPattern("It is not JSON", { cause })
  }
}

function parseObject(pattern: JsonObject, parent: string): PatternNode {
  const entries = Object.entries(pattern)
  if (entries.length === 0) throw invalidPattern("Empty objects are not allowed")
  return { kind: "all", children: entries.map(([key, value]) => parseEntry(key, value, parent)) }
}

function parseEntry(key: string, value: unknown, parent: string): PatternNode {
  const path = parent === "" ? key : `${parent}.${key}`
  if (key === "$or" && isOr(value)) {
    return { kind: "or", path, children: value.map((branch) => parseObject(branch, parent)), branches: value }
  }
  if (Array.isArray(value)) return { kind: "field", constraint: parseField(path, value) }
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
  checkWildcards(elements)
  return {
    path,
    absent: expressions.includes("absent"),
    tests: expressions.filter((expression) => expression !== "absent"),
    elements,
  }
}
