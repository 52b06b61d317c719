import { isObject, type JsonObject } from "../events/pattern/value.ts"
import type { FilterPolicyScope } from "./config.ts"
import { invalidParameter } from "./errors.ts"

const MAX_BYTES = 262_144
const MAX_KEYS = 5
const MAX_COMBINATIONS = 150
const MAX_NUMBER = 1_000_000_000
const MAX_WILDCARDS = 3

const OPERATORS = ["prefix", "suffix", "equals-ignore-case", "wildcard", "anything-but", "numeric", "cidr", "exists"]
const TEXT_OPERATORS = ["prefix", "suffix"]
const ANYTHING_BUT_OPERATORS = ["prefix", "wildcard"]

/** Throws the AwsError for a policy that breaks one of SNS's rules. */
export type Refuse = (reason: string) => never

/**
 * Checks what SNS asks of a filter policy beyond the pattern language that it shares with EventBridge.
 * https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html
 */
export function checkFilterPolicy(policy: JsonObject, scope: FilterPolicyScope, refuse: Refuse): void {
  if (Buffer.byteLength(JSON.stringify(policy)) > MAX_BYTES) refuse("Filter policy is too large")
  if (Object.keys(policy).length > MAX_KEYS) refuse("Filter policy can not have more than 5 keys")
  if (scope === "MessageAttributes" && isNested(policy))
    throw invalidParameter("Filter policy scope MessageAttributes does not support nested filter policy")
  if (combinations(policy, 1) > MAX_COMBINATIONS) refuse("Filter policy is too complex")
  for (const value of leafValues(policy)) checkValue(value, refuse)
}

/** `$or` is a field of that name where what follows reads as a field's values. */
export function isOr(key: string, value: unknown): value is JsonObject[] {
  if (key !== "$or" || !Array.isArray(value) || value.length === 0 || !value.every(isObject)) return false
  return !value.some((branch) => Object.keys(branch).some((name) => OPERATORS.includes(name)))
}

function isNested(policy: JsonObject): boolean {
  return Object.entries(policy).some(([key, value]) => (isOr(key, value) ? value.some(isNested) : isObject(value)))
}

/** The values of all fields multiplied, each times the level of its field; the branches of an `$or` added up. */
function combinations(policy: JsonObject, level: number): number {
  return Object.entries(policy).reduce((product, [key, value]) => {
    if (isOr(key, value)) return product * value.reduce((sum, branch) => sum + combinations(branch, level), 0)
    if (isObject(value)) return product * combinations(value, level + 1)
    return Array.isArray(value) ? product * value.length * level : product
  }, 1)
}

function leafValues(policy: JsonObject): unknown[] {
  return Object.entries(policy).flatMap(([key, value]) => {
    if (isOr(key, value)) return value.flatMap(leafValues)
    if (isObject(value)) return leafValues(value)
    return Array.isArray(value) ? (value as unknown[]) : []
  })
}

function checkValue(value: unknown, refuse: Refuse): void {
  checkNumbers(value, refuse)
  if (!isObject(value)) return
  const [name = "", ...rest] = Object.keys(value)
  if (!OPERATORS.includes(name)) refuse(`Unrecognized match type ${name}`)
  if (rest.length > 0) refuse("Only one key allowed in match expression")
  const operand = value[name]
  if (TEXT_OPERATORS.includes(name) && typeof operand !== "string") refuse(`${name} match pattern must be a string`)
  const inner = name === "anything-but" && isObject(operand) ? operand : {}
  const unsupported = Object.keys(inner).find((key) => !ANYTHING_BUT_OPERATORS.includes(key))
  if (unsupported !== undefined) refuse(`Unsupported anything-but pattern: ${unsupported}`)
  for (const pattern of [value["wildcard"], inner["wildcard"]].flat()) checkWildcards(pattern, refuse)
}

function checkNumbers(value: unknown, refuse: Refuse): void {
  if (typeof value === "number" && Math.abs(value) > MAX_NUMBER)
    refuse(`Numbers must be between -${MAX_NUMBER} and ${MAX_NUMBER}: ${value}`)
  if (typeof value === "object" && value !== null) for (const inner of Object.values(value)) checkNumbers(inner, refuse)
}

/** https://docs.aws.amazon.com/sns/latest/dg/string-value-matching.html */
function checkWildcards(pattern: unknown, refuse: Refuse): void {
  const stars = String(pattern ?? "").match(/(?<!\\)(?:\\\\)*\*/g) ?? []
  if (stars.length > MAX_WILDCARDS) refuse(`More than ${MAX_WILDCARDS} wildcards in one pattern: ${String(pattern)}`)
}
