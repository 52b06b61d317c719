import type { z } from "zod"
import { busEventSchema, type DarkroomEvent, type EventMetadata, type Origin } from "./envelope.ts"
import { MalformedEvent, problemsOf } from "./errors.ts"
import { derivedId, traceparentOf } from "./ids.ts"
import type { EventPattern } from "./rule-pattern.ts"
import { unknownKeys } from "./unknown-keys.ts"
import { type EarlierVersion, earlierOf, upcastData, validData } from "./versions.ts"

export interface EventSpec<Name extends string, Schema extends z.ZodObject> {
  name: Name
  /** Goes up when a change of `schema` is not additive. */
  version: number
  /** The one service that emits it, as `darkroom.<service>`. */
  source: `darkroom.${string}`
  description: string
  schema: Schema
  example: z.input<Schema>
  /** Every version that was released before this one, the oldest first. */
  earlier?: readonly EarlierVersion[]
  /** Why no service consumes it; left out where one does. */
  unconsumed?: string
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
  /** The EventBridge rule pattern that matches this event and nothing else: in its present version where it is emitted in several. */
  readonly pattern: EventPattern
  /** A new event. Strict: throws MalformedEvent on a field that the schema does not have. */
  create(data: z.input<Schema>, provenance: Provenance): DarkroomEvent<Name, z.output<Schema>>
  /** Reads an event from the bus, of whichever version. Tolerant: fields that the schema does not have are dropped. Throws MalformedEvent. */
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
    pattern: patternOf(spec),
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
  const event = { type: spec.name, source: spec.source, metadata: metadataFor(spec, provenance), data }
  const earlier = earlierOf(spec, event)
  return earlier.length === 0 ? event : { ...event, earlier }
}

/** What was made of a newer version for consumers of an earlier one is none of the others' business. */
function patternOf({ name, source, earlier = [] }: EventSpec<string, z.ZodObject>): EventPattern {
  const pattern = { source: [source], "detail-type": [name] }
  return earlier.length === 0 ? pattern : { ...pattern, detail: { metadata: { downcastFrom: [{ exists: false }] } } }
}

/** What a consumer of an earlier version subscribes to. */
export interface EarlierEvent<Name extends string, Schema extends z.ZodObject> {
  readonly name: Name
  readonly source: `darkroom.${string}`
  readonly pattern: EventPattern
  parse(event: unknown): DarkroomEvent<Name, z.output<Schema>>
}

/** The event as it was in an earlier version, for a consumer that has not come further yet. */
export function atVersion<Name extends string, Schema extends z.ZodObject>(
  { name, source, pattern }: EventDefinition<Name>,
  { version, schema }: EarlierVersion<Schema>,
): EarlierEvent<Name, Schema> {
  const spec = { name, source, version, schema }
  return {
    name,
    source,
    pattern: { ...pattern, detail: { metadata: { version: [version] } } },
    parse: (event) => parseEvent(spec, event),
  }
}

/** What reading an event takes of its definition. */
type Readable<Name extends string, Schema extends z.ZodObject> = Pick<
  EventSpec<Name, Schema>,
  "name" | "source" | "version" | "schema" | "earlier"
>

function parseEvent<Name extends string, Schema extends z.ZodObject>(
  spec: Readable<Name, Schema>,
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
  const data = validData(spec, upcastData(spec, detail.metadata.version, detail.data))
  return {
    type: spec.name,
    source,
    metadata: detail.metadata,
    data,
    ...(replayName === undefined ? {} : { replayName }),
  }
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
