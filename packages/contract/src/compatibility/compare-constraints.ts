import type { JsonSchema } from "@darkroom/events"
import { type Change, change } from "./change.ts"

const LOWER = new Set(["minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"])
const UPPER = new Set(["maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"])
/** What says nothing on which values there are, and what is compared elsewhere. */
const OTHER = new Set([
  "title",
  "description",
  "examples",
  "deprecated",
  "default",
  "$schema",
  "$id",
  "type",
  "enum",
  "const",
])
const STRUCTURE = new Set(["properties", "required", "additionalProperties", "items", "anyOf", "oneOf"])

const isConstraint = (keyword: string) => !OTHER.has(keyword) && !STRUCTURE.has(keyword) && !keyword.startsWith("x-")

/** Whether every value of its kind is one of it. */
export function isUnconstrained(schema: JsonSchema): boolean {
  return !Object.keys(schema).some(isConstraint)
}

/** What is asked of a value besides its kind: bounds, patterns, formats and whatever else a schema can say. */
export function compareConstraints(released: JsonSchema, present: JsonSchema, path: string): Change[] {
  const keywords = new Set([...Object.keys(released), ...Object.keys(present)])
  return [...keywords].flatMap((keyword) => {
    if (!isConstraint(keyword)) return []
    const [before, after] = [released[keyword], present[keyword]]
    if (JSON.stringify(before) === JSON.stringify(after)) return []
    if (LOWER.has(keyword)) return boundMoved(path, keyword, before, after, 1)
    if (UPPER.has(keyword)) return boundMoved(path, keyword, before, after, -1)
    const text = `has ${keyword} ${JSON.stringify(after) ?? "no more"}, which was ${JSON.stringify(before) ?? "not there"}`
    if (after === undefined) return [change(path, text, "consumers")]
    return [change(path, text, ...(before === undefined ? [] : (["consumers"] as const)), "archive")]
  })
}

/** `direction` is 1 where a greater bound lets fewer values through, -1 where a smaller one does. */
function boundMoved(path: string, keyword: string, before: unknown, after: unknown, direction: 1 | -1): Change[] {
  const least = -Infinity * direction
  const [from, to] = [before, after].map((bound) => (typeof bound === "number" ? bound : least))
  const narrower = (to! - from!) * direction > 0
  const text = `has ${keyword} ${String(after ?? "no more")}, which was ${String(before ?? "not there")}`
  return [change(path, text, narrower ? "archive" : "consumers")]
}
