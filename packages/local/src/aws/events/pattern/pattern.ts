import { flattenEvent } from "./flatten-event.ts"
import { holds } from "./holds.ts"
import { parsePattern } from "./parse-pattern.ts"
import type { JsonObject } from "./value.ts"

export type Matcher = (event: JsonObject) => boolean

/** Reads a pattern once, for many events. Throws InvalidEventPatternException. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html */
export function compilePattern(pattern: unknown): Matcher {
  const { alternatives } = parsePattern(pattern)
  return (event) => {
    const found = flattenEvent(event)
    return alternatives.some((constraints) => holds(constraints, found))
  }
}
