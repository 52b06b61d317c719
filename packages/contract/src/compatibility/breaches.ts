import { allEvents, type EventDefinition, jsonSchemaOf } from "@darkroom/events"
import { type Choreography, consumersOf } from "../choreography/choreography.ts"
import type { Change } from "./change.ts"
import { compareSchemas } from "./compare-schemas.ts"
import { envelope } from "./envelope.ts"
import { fileOf, type ReleasedSchema } from "./released.ts"

type Definition = Pick<EventDefinition, "name" | "description" | "source" | "version" | "schema" | "earlier">

/** The contract against the last release: its events, and what they have in common. */
export function contractBreaches(released: readonly ReleasedSchema[], choreography: Choreography): string[] {
  const consumers = choreography.functions.filter(({ consumes }) => consumes.length > 0).map(({ service }) => service)
  const all = [...new Set(consumers)].toSorted()
  return breachesOf(released, [...allEvents, envelope], (name) =>
    name === envelope.name ? all : consumersOf(choreography, name),
  )
}

/**
 * Every way in which the events, as they are defined now, break who relies on a released schema: a line each, with the event, the
 * field and the services that consume it. Empty where all changes are additive or have a version of their own.
 */
export function breachesOf(
  released: readonly ReleasedSchema[],
  definitions: readonly Definition[],
  consumersOf: (name: string) => readonly string[],
): string[] {
  return released.flatMap((old) => {
    const consumers = consumersOf(old.name)
    const to = consumers.length > 0 ? `consumers: ${consumers.join(", ")}` : "consumers: none but the archive"
    return problemsOf(old, definitions).map((problem) => `${old.name} v${old.version}: ${problem}; ${to}`)
  })
}

function problemsOf(old: ReleasedSchema, definitions: readonly Definition[]): string[] {
  const definition = definitions.find(({ name }) => name === old.name)
  if (definition === undefined)
    return [
      `it was removed; archived events need it, until ${fileOf(old.name, old.version)} is taken out of released/ and golden/`,
    ]
  if (definition.version < old.version) return [`the version went down to ${definition.version}`]
  const same = versionsOf(definition).find(({ version }) => version === old.version)
  if (same === undefined)
    return ["it is no earlier version of the event any more, so archived events of it cannot be read"]
  const present = jsonSchemaOf(same)
  const moved =
    present["x-source"] === old.schema["x-source"] ? [] : [`its source is ${String(present["x-source"])} now`]
  const changes = compareSchemas(old.schema, present, old.name === envelope.name ? "metadata" : "data")
  return [...moved, ...changes.filter(breaks).map(({ path, text }) => `${path} ${text}`)]
}

function breaks({ breaks: broken }: Change): boolean {
  return broken.length > 0
}

/** The event in each of its versions. */
export function versionsOf(definition: Definition): Definition[] {
  const { earlier = [] } = definition
  return [...earlier.map(({ version, schema }) => ({ ...definition, version, schema })), definition]
}
