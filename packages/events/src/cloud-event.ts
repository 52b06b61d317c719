import { z } from "zod"
import { type DarkroomEvent, metadataSchema } from "./envelope.ts"
import { MalformedEvent, problemsOf } from "./errors.ts"

const TYPE_PREFIX = "darkroom."

/**
 * CloudEvents 1.0 in its JSON format: https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md. Names of extensions are
 * lower-case letters and digits; `traceparent` is the distributed tracing extension's.
 */
export const cloudEventSchema = z.object({
  specversion: z.literal("1.0"),
  id: z.string().min(1),
  source: z.string().min(1),
  type: z.string().startsWith(TYPE_PREFIX),
  time: z.string(),
  subject: z.string().min(1).describe("metadata.groupKey"),
  datacontenttype: z.literal("application/json"),
  dataschema: z.string().regex(/^urn:darkroom:events:\w+:v\d+$/),
  traceparent: z.string(),
  correlationid: z.string(),
  causationid: z.string().optional().describe("Left out for the first of a chain"),
  origin: z.string(),
  attempt: z.int(),
  downcastfrom: z.int().optional(),
  replayname: z.string().optional(),
  data: z.unknown(),
})
export type CloudEvent = z.infer<typeof cloudEventSchema>

/** The URI by which a CloudEvent names the schema of its data. */
export function dataSchemaUri(name: string, version: number): string {
  return `urn:darkroom:events:${name}:v${version}`
}

/** A Darkroom event as a CloudEvent. */
export function toCloudEvent({ type, source, metadata, data, replayName }: DarkroomEvent): CloudEvent {
  const { id, version, time, correlationId, causationId, origin, groupKey, traceparent, attempt, downcastFrom } =
    metadata
  return {
    specversion: "1.0",
    id,
    source,
    type: `${TYPE_PREFIX}${type}`,
    time,
    subject: groupKey,
    datacontenttype: "application/json",
    dataschema: dataSchemaUri(type, version),
    traceparent,
    correlationid: correlationId,
    ...(causationId === null ? {} : { causationid: causationId }),
    origin,
    attempt,
    ...(downcastFrom === undefined ? {} : { downcastfrom: downcastFrom }),
    ...(replayName === undefined ? {} : { replayname: replayName }),
    data,
  }
}

/** The Darkroom event that a CloudEvent was made of. Its data are not checked: the event's definition does that. Throws MalformedEvent. */
export function fromCloudEvent(input: unknown): DarkroomEvent {
  const cloudEvent = cloudEventSchema.safeParse(input)
  if (!cloudEvent.success) throw new MalformedEvent("The CloudEvent", problemsOf(cloudEvent.error))
  const { id, source, type, time, subject, dataschema, traceparent, origin, attempt, replayname, data } =
    cloudEvent.data
  const name = type.slice(TYPE_PREFIX.length)
  const version = Number(dataschema.slice(dataschema.lastIndexOf("v") + 1))
  if (dataschema !== dataSchemaUri(name, version))
    throw new MalformedEvent("The CloudEvent", [`dataschema: it is not of ${name}`])
  const { correlationid: correlationId, causationid: causationId = null, downcastfrom: downcastFrom } = cloudEvent.data
  const common = { id, version, time, correlationId, causationId, origin, groupKey: subject, traceparent, attempt }
  const metadata = metadataSchema.safeParse({ ...common, ...(downcastFrom === undefined ? {} : { downcastFrom }) })
  if (!metadata.success) throw new MalformedEvent("The CloudEvent", problemsOf(metadata.error))
  return {
    type: name,
    source,
    metadata: metadata.data,
    data,
    ...(replayname === undefined ? {} : { replayName: replayname }),
  }
}
