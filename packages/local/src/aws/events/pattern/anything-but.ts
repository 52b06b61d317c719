import { invalidPattern } from "./errors.ts"
import { equalsIgnoreCase, prefix, suffix, text, wildcardText, type TextTest } from "./text-tests.ts"
import { isObject, type Value, type ValueTest } from "./value.ts"

const TEXT_TESTS: Readonly<Record<string, (expression: unknown) => TextTest>> = {
  prefix,
  suffix,
  "equals-ignore-case": equalsIgnoreCase,
  wildcard: wildcardText,
}

/** Any value that is there, but not one of these. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html#eb-filtering-anything-but */
export function anythingBut(expression: unknown): ValueTest {
  if (isObject(expression)) return anythingButText(expression)
  const refused = listOf(expression)
  const kinds = new Set(refused.map((value) => typeof value))
  if (![...kinds].every((kind) => kind === "string" || kind === "number")) {
    throw invalidPattern("Inside anything but list, start|null|boolean is not supported.")
  }
  if (kinds.size > 1)
    throw invalidPattern(
      "Inside anything but list, either all values are number or string, mixed type is not supported",
    )
  const values = new Set(refused as Value[])
  return (value) => !values.has(value)
}

function anythingButText(expression: Readonly<Record<string, unknown>>): ValueTest {
  const [kind, ...rest] = Object.keys(expression)
  if (kind === undefined) throw invalidPattern("Anything-But expression name not found")
  const test = Object.hasOwn(TEXT_TESTS, kind) ? TEXT_TESTS[kind] : undefined
  if (test === undefined) throw invalidPattern(`Unsupported anything-but pattern: ${kind}`)
  if (rest.length > 0) throw invalidPattern("Only one key allowed in match expression")
  const tests = listOf(expression[kind]).map((refused) => test(affix(kind, refused)))
  return (value) => typeof value !== "string" || !tests.some((refuses) => refuses(value))
}

function affix(kind: string, expression: unknown): string {
  const value = text(kind, expression)
  if (value === "" && (kind === "prefix" || kind === "suffix")) throw invalidPattern("Null prefix/suffix not allowed")
  return value
}

function listOf(expression: unknown): unknown[] {
  if (!Array.isArray(expression)) return [expression]
  if (expression.length === 0) throw invalidPattern("Empty arrays are not allowed")
  return expression
}
