import { anythingBut } from "./anything-but.ts"
import { cidr } from "./cidr.ts"
import { invalidPattern } from "./errors.ts"
import { numeric } from "./numeric.ts"
import { equalsIgnoreCase, prefix, suffix, text, wildcardText } from "./text-tests.ts"
import { isObject, ofString, type Value, type ValueTest } from "./value.ts"

/** `absent` is for a field that is not in the event; all other expressions are tests of one of its values. */
export type MatchExpression = ValueTest | "absent"

const EXPRESSIONS: Readonly<Record<string, (expression: unknown) => MatchExpression>> = {
  exactly: (expression) => equals(text("exact", expression)),
  prefix: (expression) => ofString(prefix(expression)),
  suffix: (expression) => ofString(suffix(expression)),
  "equals-ignore-case": (expression) => ofString(equalsIgnoreCase(expression)),
  wildcard: (expression) => ofString(wildcardText(expression)),
  "anything-but": anythingBut,
  numeric,
  cidr,
  exists,
}

export function isMatchKeyword(name: string): boolean {
  return Object.hasOwn(EXPRESSIONS, name)
}

/** One element of a field's array in a pattern. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html */
export function matchExpression(element: unknown): MatchExpression {
  if (!isObject(element)) {
    if (Array.isArray(element)) throw invalidPattern("Match value must be String, number, true, false, or null")
    return equals(element as Value)
  }
  const [name, ...rest] = Object.keys(element)
  if (name === undefined) throw invalidPattern("Match expression name not found")
  const parse = isMatchKeyword(name) ? EXPRESSIONS[name] : undefined
  if (parse === undefined) throw invalidPattern(`Unrecognized match type ${name}`)
  if (rest.length > 0) throw invalidPattern("Only one key allowed in match expression")
  return parse(element[name])
}

function equals(wanted: Value): ValueTest {
  return (value) => value === wanted
}

function exists(expression: unknown): MatchExpression {
  if (typeof expression !== "boolean") throw invalidPattern("exists match pattern must be either true or false.")
  return expression ? () => true : "absent"
}
