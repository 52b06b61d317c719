import { AwsError } from "../errors.ts"
import { compilePattern, type Matcher } from "../events/pattern/pattern.ts"
import { isObject, type JsonObject } from "../events/pattern/value.ts"
import type { FilterPolicyScope, MessageAttribute, MessageAttributes } from "./config.ts"
import { invalidParameter } from "./errors.ts"
import { checkFilterPolicy, isOr } from "./filter-rules.ts"

/** Whether a subscriber wants a message. */
export type Filter = (message: string, attributes: MessageAttributes) => boolean

export interface FilterOptions {
  readonly scope?: FilterPolicyScope | undefined
  /** What the reason of an error begins with. */
  readonly errorPrefix?: string
}

// For SNS a property without a value is not there, for EventBridge a null is. These match all that is not null.
const PRESENT = [{ prefix: "" }, { numeric: [">=", -Number.MAX_VALUE] }, true, false]

/** Reads a filter policy once, for many messages. Throws InvalidParameter. https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html */
export function compileFilterPolicy(
  policy: unknown,
  { scope = "MessageAttributes", errorPrefix = "" }: FilterOptions = {},
): Filter {
  const refuse = (reason: string, options?: ErrorOptions): never => {
    throw invalidParameter(`${errorPrefix}FilterPolicy: ${reason}`, options)
  }
  const parsed = typeof policy === "string" ? parseJson(policy) : policy
  if (parsed === undefined) return refuse("failed to parse JSON.")
  if (!isObject(parsed)) return refuse("Filter policy must be a JSON object")
  if (Object.keys(parsed).length === 0) return () => true
  checkFilterPolicy(parsed, scope, refuse)
  const matches = compile(parsed, refuse)
  return scope === "MessageBody"
    ? (message) => matchesBody(matches, message)
    : (_message, attributes) => matchesAttributes(matches, attributes)
}

function compile(policy: JsonObject, refuse: (reason: string, options: ErrorOptions) => never): Matcher {
  try {
    return compilePattern(toPattern(policy))
  } catch (cause) {
    if (!(cause instanceof AwsError)) throw cause
    return refuse(cause.message.replace(/^.*? Reason: /, ""), { cause })
  }
}

/** The event pattern that means what the policy does. */
function toPattern(policy: JsonObject): JsonObject {
  const entries = Object.entries(policy).map(([key, value]): [string, unknown] => {
    if (isOr(key, value)) return [key, value.map(toPattern)]
    if (isObject(value)) return [key, toPattern(value)]
    return [key, Array.isArray(value) ? value.flatMap((one) => (isPresence(one) ? PRESENT : [one])) : value]
  })
  return Object.fromEntries(entries)
}

/** https://docs.aws.amazon.com/sns/latest/dg/attribute-key-matching.html */
function isPresence(value: unknown): boolean {
  return isObject(value) && value["exists"] === true
}

function matchesBody(matches: Matcher, message: string): boolean {
  const body = parseJson(message)
  return isObject(body) && matches(body)
}

/** A message without any attributes is for nobody with a policy, not even one that asks for an attribute's absence. */
function matchesAttributes(matches: Matcher, attributes: MessageAttributes): boolean {
  const entries = Object.entries(attributes)
  if (entries.length === 0) return false
  const comparable = entries.map(([name, attribute]): [string, unknown] => [name, valueOf(attribute)])
  return matches(Object.fromEntries(comparable.filter(([, value]) => value !== undefined)))
}

/** Undefined for what no policy is compared with. */
function valueOf({ Type, Value }: MessageAttribute): unknown {
  if (Type.startsWith("Binary")) return undefined
  if (Type.startsWith("Number")) return Number(Value)
  if (Type !== "String.Array") return Value
  const array = parseJson(Value)
  return Array.isArray(array) ? array : undefined
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
