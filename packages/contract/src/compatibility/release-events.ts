import { type EventDefinition, jsonSchemaOf } from "@darkroom/events"
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { envelope } from "./envelope.ts"
import { goldenEventsOf } from "./golden-events.ts"
import { fileOf } from "./released.ts"

type Definition = Pick<EventDefinition, "name" | "description" | "source" | "version" | "schema" | "example">

/**
 * Writes the schema of each event's present version, and of what all have in common, as the released one. Where that differs from what was released, golden events
 * of it are added; those that were there stay. The files of events that changed.
 */
export function releaseEvents(
  definitions: readonly Definition[],
  folders: { released: string; golden: string },
): string[] {
  for (const folder of Object.values(folders)) mkdirSync(folder, { recursive: true })
  const common = join(folders.released, fileOf(envelope.name, envelope.version))
  writeFileSync(common, textOf(jsonSchemaOf(envelope)))
  return definitions.flatMap((definition) => {
    const name = fileOf(definition.name, definition.version)
    const [released, golden] = [join(folders.released, name), join(folders.golden, name)]
    const schema = textOf(jsonSchemaOf(definition))
    if (existsSync(released) && existsSync(golden) && readFileSync(released, "utf8") === schema) return []
    const known = existsSync(golden) ? (JSON.parse(readFileSync(golden, "utf8")) as object[]) : []
    writeFileSync(released, schema)
    writeFileSync(golden, textOf(withNew(known, goldenEventsOf(definition))))
    return [released, golden]
  })
}

function withNew(known: readonly object[], events: readonly object[]): object[] {
  const texts = new Set(known.map((event) => JSON.stringify(event)))
  return [...known, ...events.filter((event) => !texts.has(JSON.stringify(event)))]
}

function textOf(content: unknown): string {
  return `${JSON.stringify(content, null, 2)}\n`
}
