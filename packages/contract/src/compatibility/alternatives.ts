import type { JsonSchema } from "@darkroom/events"

/** What a value may be, by kind; a value of a closed set is of the kind `value`. */
export type Kind = "value" | "string" | "number" | "boolean" | "array" | "object" | "null" | "anything"

/** What a schema lets a value be: each of them a schema without unions. */
export function alternativesOf(schema: JsonSchema): JsonSchema[] {
  const { anyOf, oneOf, type } = schema
  const union = anyOf ?? oneOf
  if (Array.isArray(union)) return union.flatMap((each) => alternativesOf(each as JsonSchema))
  if (Array.isArray(type)) return type.map((each) => ({ ...schema, type: each as unknown }))
  return [schema]
}

export function kindOf({ enum: values, const: value, type }: JsonSchema): Kind {
  if (values !== undefined || value !== undefined) return value === null ? "null" : "value"
  if (type === undefined) return "anything"
  return type === "integer" ? "number" : (type as Kind)
}

/** The values of a closed set. */
export function valuesOf({ enum: values, const: value }: JsonSchema): unknown[] {
  return Array.isArray(values) ? values : [value]
}
