import { invalidPattern } from "./errors.ts"
import { isObject } from "./value.ts"
import { wildcard } from "./wildcard.ts"

export type TextTest = (text: string) => boolean

export function equalsIgnoreCase(expression: unknown): TextTest {
  const wanted = text("equals-ignore-case", expression).toLowerCase()
  return (value) => value.toLowerCase() === wanted
}

/** A string, or `{"equals-ignore-case": string}`. */
export function prefix(expression: unknown): TextTest {
  if (isObject(expression)) {
    const wanted = ignoringCase("prefix", expression)
    return (value) => value.toLowerCase().startsWith(wanted)
  }
  const wanted = text("prefix", expression)
  return (value) => value.startsWith(wanted)
}

/** A string, or `{"equals-ignore-case": string}`. */
export function suffix(expression: unknown): TextTest {
  if (isObject(expression)) {
    const wanted = ignoringCase("suffix", expression)
    return (value) => value.toLowerCase().endsWith(wanted)
  }
  const wanted = text("suffix", expression)
  return (value) => value.endsWith(wanted)
}

export function wildcardText(expression: unknown): TextTest {
  return wildcard(text("wildcard", expression))
}

export function text(kind: string, expression: unknown): string {
  if (typeof expression !== "string") throw invalidPattern(`${kind} match pattern must be a string`)
  return expression
}

function ignoringCase(kind: string, expression: Readonly<Record<string, unknown>>): string {
  const [key, ...rest] = Object.keys(expression)
  if (key === undefined) throw invalidPattern(`${kind} expression name not found`)
  if (key !== "equals-ignore-case") throw invalidPattern(`Unsupported ${kind} pattern: ${key}`)
  if (rest.length > 0) throw invalidPattern("Only one key allowed in match expression")
  return text("equals-ignore-case", expression[key]).toLowerCase()
}
