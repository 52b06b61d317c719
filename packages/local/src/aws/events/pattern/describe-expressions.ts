import { isObject } from "./value.ts"

const LONGEST = 120

const SENTENCES: Readonly<Record<string, (expression: unknown) => string>> = {
  exactly: shown,
  prefix: (expression) => `a string that starts with ${ignoringCase(expression)}`,
  suffix: (expression) => `a string that ends with ${ignoringCase(expression)}`,
  "equals-ignore-case": (expression) => `${shown(expression)} in any case`,
  wildcard: (expression) => `a string like ${shown(expression)}`,
  "anything-but": (expression) => `anything but ${refused(expression)}`,
  numeric: (expression) => `a number ${pairs(expression as readonly unknown[])}`,
  cidr: (expression) => `an IP address in ${String(expression)}`,
  exists: (expression) => (expression === true ? "any value" : "no value"),
}

/** A field's comparisons in words, such as `"a" or a number >= 3`. */
export function describeExpressions(elements: readonly unknown[]): string {
  return listed(elements.map(describe), "or")
}

/** A value as JSON, cut where it is long. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value)
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`
}

/** `a, b and c`. */
export function listed(parts: readonly string[], word: "and" | "or"): string {
  if (parts.length < 2) return parts.join("")
  return `${parts.slice(0, -1).join(", ")} ${word} ${parts.at(-1)}`
}

function describe(element: unknown): string {
  if (!isObject(element)) return shown(element)
  const [[name, expression] = ["", undefined]] = Object.entries(element)
  return SENTENCES[name]?.(expression) ?? shown(element)
}

function ignoringCase(expression: unknown): string {
  if (!isObject(expression)) return shown(expression)
  return `${shown(expression["equals-ignore-case"])} in any case`
}

function refused(expression: unknown): string {
  if (!isObject(expression)) return listed([expression].flat().map(shown), "or")
  const [[name, values] = ["", undefined]] = Object.entries(expression)
  return describeExpressions([values].flat().map((value) => ({ [name]: value })))
}

function pairs(expression: readonly unknown[]): string {
  const [operator, bound, ...upper] = expression
  return `${String(operator)} ${String(bound)}${upper.length > 0 ? ` and ${pairs(upper)}` : ""}`
}
