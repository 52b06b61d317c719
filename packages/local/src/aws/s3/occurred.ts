import type { StoredObject } from "./object-table.ts"
import { occurrence } from "./occurrences.ts"
import type { ObjectField, OccurrenceName } from "./occurrences.ts"
import { newRequestId } from "./request.ts"
import type { S3Request } from "./request.ts"
import type { S3EventDetail, S3Internals } from "./types.ts"

/** Who does what nobody asked for at that moment, such as what a lifecycle rule says. */
export const S3_ITSELF = "s3.amazonaws.com"
const SOURCE_IP_ADDRESS = "127.0.0.1"

export type Actor = S3Request | typeof S3_ITSELF

export type Subject = Pick<StoredObject, "bucket" | "key" | "version"> & Partial<Pick<StoredObject, "etag" | "size">>

/** Fields that only some events have, by EventBridge's names. */
export type Extra = Pick<S3EventDetail, "restore-expiry-time" | "source-storage-class" | "destination-storage-class">

/** One event, before it is told in EventBridge's form or in that of notifications. */
export interface Occurred {
  readonly name: OccurrenceName
  readonly time: number
  readonly requestId: string
  /** An account; undefined where S3 did it by itself. */
  readonly requester: string | undefined
  readonly sourceIpAddress: string | undefined
  /** Of the request; goes to queues, topics and functions. https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html#invocation-recursion-supportedservices */
  readonly traceHeader: string | undefined
  readonly subject: Subject
  readonly versioned: boolean
  readonly sequencer: string | undefined
  readonly extra: Extra
}

export function occurredNow(
  { context, versioning, outbox }: S3Internals,
  name: OccurrenceName,
  actor: Actor,
  subject: Subject,
  extra: Extra,
): Occurred {
  const request = actor === S3_ITSELF ? undefined : actor
  return {
    name,
    time: context.clock.now(),
    requestId: request?.id ?? newRequestId(),
    requester: request && context.accountId,
    sourceIpAddress: request && SOURCE_IP_ADDRESS,
    traceHeader: request?.headers["x-amzn-trace-id"],
    subject,
    versioned: versioning.statusOf(subject.bucket) !== undefined,
    sequencer: occurrence(name).fields.includes("sequencer") ? outbox.nextSequencer() : undefined,
    extra,
  }
}

/** Of an object's fields those that an event of that name has. */
export function objectFields({ name, subject: { size, etag }, sequencer }: Occurred) {
  const has = (field: ObjectField) => occurrence(name).fields.includes(field)
  return {
    ...(has("size") && size !== undefined ? { size } : {}),
    ...(has("etag") && etag !== undefined ? { etag } : {}),
    ...(sequencer === undefined ? {} : { sequencer }),
  }
}
