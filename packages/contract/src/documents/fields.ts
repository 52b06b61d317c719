import type { JsonSchema } from "@darkroom/events"
import { alternativesOf, kindOf, valuesOf } from "../compatibility/alternatives.ts"

/** A field of an event, for people to read. */
export interface Field {
  /** Such as `labels[].confidence`. */
  readonly path: string
  /** Such as `integer or null`. */
  readonly type: string
  readonly description: string
}

/** The fields of a schema, those of an object after the object. */
export function fieldsOf(schema: JsonSchema, path = ""): Field[] {
  return alternativesOf(schema).flatMap((alternative) => {
    const { properties = {}, required = [], items, additionalProperties } = alternative
    const own = Object.entries(properties as Record<string, JsonSchema>).flatMap(([name, property]) => {
      const place = `${path === "" ? "" : `${path}.`}${name}`
      const optional = (required as string[]).includes(name) ? "" : ", or left out"
      const type = `${typeOf(property)}${optional}`
      return [{ path: place, type, description: String(property["description"] ?? "") }, ...fieldsOf(property, place)]
    })
    const inside = items === undefined ? [] : fieldsOf(items as JsonSchema, `${path}[]`)
    const others =
      typeof additionalProperties === "object" && additionalProperties !== null
        ? fieldsOf(additionalProperties as JsonSchema, `${path}.*`)
        : []
    return [...own, ...inside, ...others]
  })
}

function typeOf(schema: JsonSchema): string {
  return [...new Set(alternativesOf(schema).map(typeOfOne))].join(" or ")
}

function typeOfOne(schema: JsonSchema): string {
  const { type, format, items } = schema
  if (kindOf(schema) === "value")
    return valuesOf(schema)
      .map((value) => `\`${String(value)}\``)
      .join(", ")
  if (kindOf(schema) === "array") return `list of ${typeOf((items ?? {}) as JsonSchema)}`
  if (format === "date-time") return "time"
  if (format === "uuid") return "UUID"
  return String(type ?? "anything")
}
