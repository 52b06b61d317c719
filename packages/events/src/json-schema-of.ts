import { z } from "zod"
import type { EventDefinition } from "./define-event.ts"

/** The JSON Schema of an event's data, with its name, source and version, as schemas/ has it; 2020-12, by zod. */
export function jsonSchemaOf({
  name,
  description,
  source,
  version,
  schema,
}: Pick<EventDefinition, "name" | "description" | "source" | "version" | "schema">): string {
  const about = { title: name, description, "x-source": source, "x-version": version }
  return `${JSON.stringify({ ...about, ...z.toJSONSchema(schema, { io: "output" }) }, null, 2)}\n`
}
