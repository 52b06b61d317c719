import { z } from "zod"
import type { EventSpec } from "./define-event.ts"

/** A JSON Schema (draft 2020-12), as far as it is known here. */
export type JsonSchema = Readonly<Record<string, unknown>>

/** What an event's data look like on the bus: fields that have a default are there. */
export function jsonSchemaOf(
  definition: Pick<EventSpec<string, z.ZodObject>, "name" | "description" | "source" | "version" | "schema">,
): JsonSchema {
  const { name, description, source, version, schema } = definition
  return {
    title: name,
    description,
    "x-source": source,
    "x-version": version,
    ...z.toJSONSchema(schema, { io: "output" }),
  }
}
