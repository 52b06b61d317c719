import { invalidPattern } from "./errors.ts"
import { flattenEvent, type FlatEvent, type Membership } from "./flatten-event.ts"
import { parsePattern, type Alternative } from "./parse-pattern.ts"
import type { JsonObject } from "./value.ts"

export type Matcher = (event: JsonObject) => boolean

/** Reads a pattern once, for many events. Throws InvalidEventPatternException. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html */
export function compilePattern(pattern: unknown): Matcher {
  const alternatives = parsePattern(typeof pattern === "string" ? parseJson(pattern) : pattern)
  return (event) => {
    const found = flattenEvent(event)
    return alternatives.some((constraints) => holds(constraints, found, {}))
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw invalidPattern("It is not JSON", { cause })
  }
}

/** Looks for values, one a constraint, that all lie in the same element of each array that they share. */
function holds([first, ...rest]: Alternative, event: FlatEvent, chosen: Membership): boolean {
  if (first === undefined) return true
  const values = event.get(first.path)
  if (values === undefined) return first.absent && holds(rest, event, chosen)
  return values.some(({ value, membership }) => {
    if (!agree(membership, chosen) || !first.tests.some((test) => test(value))) return false
    return holds(rest, event, { ...chosen, ...membership })
  })
}

function agree(one: Membership, other: Membership): boolean {
  return Object.keys(one).every(
    (array) => other[Number(array)] === undefined || other[Number(array)] === one[Number(array)],
  )
}
