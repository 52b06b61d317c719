import type { z } from "zod"
import { busEventSchema, type DarkroomEvent, type EventMetadata, type Origin } from "./envelope.ts"
import { MalformedEvent, problemsOf } from "./errors.ts"
import { derivedId, traceparentOf } from "./ids.ts"
import { unknownKeys } from "./unknown-keys.ts"

export interface EventSpec<Name extends string, Schema extends z.ZodObject> {
  name: Name
  /** Goes up when a change of `schema` is not additive. */
  version: number
  /** The one service that emits it, as `darkroom.<service>`. */
  source: `darkroom.${string}`
  description: string
  schema: Schema
  example: z.input<Schema>
}

/**
 * Why an event exists: another event, or (for the first of a chain) an id of its own. The id of an event with a cause is
 * derived from the cause, the name and `discriminator`; `id` is for facts that several events can bring about.
 */
export type Provenance =
  | { cause: DarkroomEvent; discriminator?: string; id?: string; time?: Date }
  | { id: string; groupKey: string; origin: Origin; time?: Date }

export interface EventDefinition<
  Name extends string = string,
  Schema extends z.ZodObject = z.ZodObject,
> extends EventSpec<Name, Schema> {
  /** The EventBridge rule pattern that matches this event and nothing else. */
  readonly pattern: { source: string[]; "detail-type": string[] }
  /** A new event. Strict: throws MalformedEvent on a field that the schema does not have. */
  create(data: z.input<Schema>, provenance: Provenance): DarkroomEvent<Name, z.output<Schema>>
  /** Reads an event from the bus. Tolerant: fields that the schema does not have are dropped. Throws MalformedEvent. */
  parse(event: unknown): DarkroomEvent<Name, z.output<Schema>>
}

export type EventOf<Definition> =
  Definition extends EventDefinition<infer Name, infer Schema> ? DarkroomEvent<Name, z.output<Schema>> : never

/** Defines one event of the contract: its name, version, schema, and how it is made, read and subscribed to. */
export function defineEvent<const Name extends string, Schema extends z.ZodObject>(
  spec: EventSpec<Name, Schema>,
): EventDefinition<Name, Schema> {
  return {
    ...spec,
    pattern: { source: [spec.source], "detail-type": [spec.name] },
    create: (data, provenance) => createEvent(spec, data, provenance),
    parse: (event) => parseEvent(spec, event),
  }
}

function createEvent<Name extends string, Schema extends z.ZodObject>(
  spec: EventSpec<Name, Schema>,
  input: z.input<Schema>,
  provenance: Provenance,
): DarkroomEvent<Name, z.output<Schema>> {
  const data = validData(spec, input)
  const extra = unknownKeys(input, data)
  if (extra.length > 0)
    throw new MalformedEvent(
      `${spec.name} to emit`,
      extra.map((path) => `${path}: not in the schema`),
    )
  return { type: spec.name, source: spec.source, metadata: metadataFor(spec, provenance), data }
}

function parseEvent<Name extends string, Schema extends z.ZodObject>(
  spec: EventSpec<Name, Schema>,
  input: unknown,
): DarkroomEvent<Name, z.output<Schema>> {
  const envelope = busEventSchema.safeParse(input)
  if (!envelope.success) throw new MalformedEvent(`${spec.name} received`, problemsOf(envelope.error))
  const { source, "detail-type": type, detail, "replay-name": replayName } = envelope.data
  if (type !== spec.name || source !== spec.source) {
    throw new MalformedEvent(`${spec.name} received`, [
      `expected ${spec.name} from ${spec.source}, got ${type} from ${source}`,
    ])
  }
  const data = validData(spec, detail.data)
  return {
    type: spec.name,
    source,
    metadata: detail.metadata,
    data,
    ...(replayName === undefined ? {} : { replayName }),
  }
}

function validData<Schema extends z.ZodObject>(spec: EventSpec<string, Schema>, data: unknown): z.output<Schema> {
  const result = spec.schema.safeParse(data)
  if (result.success) return result.data
  throw new MalformedEvent(
    `${spec.name} (version ${spec.version})`,
    problemsOf(result.error).map((problem) => `data.${problem}`),
  )
}

function metadataFor(spec: EventSpec<string, z.ZodObject>, provenance: Provenance): EventMetadata {
  const { time = new Date() } = provenance
  const own = { version: spec.version, time: time.toISOString(), attempt: 1 }
  if (!("cause" in provenance)) {
    const { id, groupKey, origin } = provenance
    return { ...own, id, groupKey, origin, correlationId: id, causationId: null, traceparent: traceparentOf(id, id) }
  }
  const { cause, discriminator = "" } = provenance
  const { correlationId, groupKey, origin } = cause.metadata
  const id = provenance.id ?? derivedId(cause.metadata.id, spec.name, discriminator, cause.replayName ?? "")
  return {
    ...own,
    id,
    groupKey,
    correlationId,
    causationId: cause.metadata.id,
    origin: cause.replayName === undefined ? origin : "replay",
    traceparent: traceparentOf(correlationId, id),
  }
}
