import {
  busEventSchema,
  derivedId,
  type EventDefinition,
  imageExample,
  jsonSchemaOf,
  type JsonSchema,
  traceparentOf,
} from "@darkroom/events"
import fc from "fast-check"
import { alternativesOf } from "./alternatives.ts"

type Definition = Pick<EventDefinition, "name" | "description" | "source" | "version" | "schema" | "example">

/**
 * Events of this version as they are on the bus: the example, and then as many as it takes to have each alternative once, `null`, a
 * left out field and an empty list among them. The same every time. Throws where the schema refuses one.
 */
export function goldenEventsOf(definition: Definition): object[] {
  const schema = jsonSchemaOf(definition)
  const count = Math.max(2, mostAlternatives(schema))
  const samples = Array.from({ length: count }, (_, index) => validated(definition, sample(schema, index)))
  return [definition.example, ...samples].map((data, index) => busEventOf(definition, data, index))
}

/** As it was before parsing, without what parsing adds to older events. */
function validated({ schema }: Definition, data: unknown): unknown {
  schema.parse(data)
  return data
}

function busEventOf({ name, source, version }: Definition, data: unknown, index: number): object {
  const [id, first] = [derivedId("golden", name, String(version), String(index)), derivedId("golden", name)]
  const metadata = {
    id,
    version,
    time: "2026-11-28T12:00:00.000Z",
    correlationId: first,
    causationId: index === 0 ? null : first,
    origin: index % 2 === 0 ? "upload" : "backfill",
    groupKey: first,
    traceparent: traceparentOf(first, id),
    // Events from before there were attempts have none.
    ...(index % 2 === 0 ? { attempt: 1 } : {}),
  }
  const event = { source, "detail-type": name, detail: { metadata, data } }
  busEventSchema.parse(event)
  return event
}

/** How many events it takes. */
function mostAlternatives(schema: JsonSchema): number {
  const alternatives = choicesOf(schema)
  const inside = alternatives.flatMap((each) => [
    ...Object.values((each["properties"] ?? {}) as Record<string, JsonSchema>),
    ...(each["items"] === undefined ? [] : [each["items"] as JsonSchema]),
  ])
  return Math.max(alternatives.length, ...inside.map(mostAlternatives))
}

/** What there is to choose from: alternatives, and values of closed sets. */
function choicesOf(schema: JsonSchema): JsonSchema[] {
  return alternativesOf(schema).flatMap((each) =>
    Array.isArray(each["enum"]) ? each["enum"].map((value) => ({ const: value as unknown })) : [each],
  )
}

/** Data of the schema: the choice of that number wherever there is one. */
function sample(schema: JsonSchema, index: number): unknown {
  const choices = choicesOf(schema)
  const chosen = choices[index % choices.length]!
  if ("const" in chosen) return chosen["const"]
  if (chosen["type"] === "null") return null
  if (chosen["type"] === "boolean") return index % 2 === 0
  if (chosen["type"] === "string") return text(chosen, index)
  if (chosen["type"] === "array") return list(chosen, index)
  if (chosen["type"] === "object") return object(chosen, index)
  return number(chosen)
}

function text({ format, pattern, minLength = 0 }: JsonSchema, index: number): string {
  if (format === "date-time") return "2026-11-28T12:00:00.000Z"
  if (format === "uuid") return derivedId("golden", String(index))
  if (typeof pattern === "string")
    return fc.sample(fc.stringMatching(new RegExp(pattern)), { numRuns: 1, seed: index })[0]!
  return "text".repeat(Math.max(1, Number(minLength)))
}

function number({ minimum, exclusiveMinimum, maximum }: JsonSchema): number {
  const least = typeof exclusiveMinimum === "number" ? exclusiveMinimum + 1 : Number(minimum ?? 1)
  return Math.min(Math.max(least, 1), Number(maximum ?? Infinity))
}

function list({ items, minItems = 0 }: JsonSchema, index: number): unknown[] {
  const length = Math.max(Number(minItems), index % 2 === 0 ? 1 : 0)
  return Array.from({ length }, () => sample((items ?? {}) as JsonSchema, index))
}

/** On odd numbers without what may be left out. */
function object({ properties = {}, required = [] }: JsonSchema, index: number): object {
  const given = Object.entries(properties as Record<string, JsonSchema>).filter(
    ([name, { default: standard }]) =>
      index % 2 === 0 || ((required as string[]).includes(name) && standard === undefined),
  )
  const sampled = Object.fromEntries(given.map(([name, schema]) => [name, sample(schema, index)]))
  return isPlace(sampled) ? { ...sampled, ...place } : sampled
}

const { key, owner, profile } = imageExample
/** Of an original: its key tells its owner, which a schema does not say. */
const place = { key, owner, profile }

function isPlace(data: object): boolean {
  return Object.keys(place).every((name) => name in data)
}
