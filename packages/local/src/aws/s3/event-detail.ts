import type { StoredObject } from "./object-table.ts"
import { newRequestId } from "./request.ts"
import type { S3Request } from "./request.ts"
import type { S3Event, S3EventDetail, S3Internals } from "./types.ts"

/** The version of the detail's structure that these events have, which consumers may compare. */
const EVENT_VERSION = "1.1"
/** Who does what lifecycle rules say. */
const LIFECYCLE = "s3.amazonaws.com"

type Subject = Pick<StoredObject, "bucket" | "key" | "etag" | "size">
type CreationReason = "PutObject" | "PostObject" | "CopyObject" | "CompleteMultipartUpload"

/** Records that an object was created or replaced; call it in the same transaction. Returns what to deliver. */
export function recordCreated(s3: S3Internals, request: S3Request, object: Subject, reason: CreationReason): number[] {
  const { key, size, etag } = object
  const annotation = reason === "CopyObject" ? { "has-object-annotation": false } : {}
  return record(s3, request, object, "Object Created", () => ({
    object: { key, size, etag, sequencer: s3.outbox.nextSequencer(), ...annotation },
    reason,
  }))
}

/** Records that an object was deleted. AWS sends neither size nor ETag of what is gone for good. */
export function recordDeleted(s3: S3Internals, request: S3Request, object: Subject): number[] {
  return record(s3, request, object, "Object Deleted", () => ({
    object: { key: object.key, sequencer: s3.outbox.nextSequencer() },
    reason: "DeleteObject",
    "deletion-type": "Permanently Deleted",
  }))
}

/** Records that a lifecycle rule deleted an object. */
export function recordExpired(s3: S3Internals, object: Subject): number[] {
  return record(s3, LIFECYCLE, object, "Object Deleted", () => ({
    object: { key: object.key, sequencer: s3.outbox.nextSequencer() },
    reason: "Lifecycle Expiration",
    "deletion-type": "Permanently Deleted",
  }))
}

/** Records a change of tags, whose events have no sequencer. */
export function recordTags(s3: S3Internals, request: S3Request, object: Subject, type: S3Event["type"]): number[] {
  return record(s3, request, object, type, () => ({ object: { key: object.key, etag: object.etag } }))
}

type Varying = Pick<S3EventDetail, "object" | "reason" | "deletion-type">

function record(
  { buckets, context, outbox }: S3Internals,
  request: S3Request | typeof LIFECYCLE,
  { bucket }: Subject,
  type: S3Event["type"],
  varying: () => Varying,
): number[] {
  if (!buckets.get(bucket)?.eventBridge) return []
  const { object, ...rest } = varying()
  const detail: S3EventDetail = {
    version: "0",
    "event-version": EVENT_VERSION,
    bucket: { name: bucket },
    object,
    ...(request === LIFECYCLE
      ? { "request-id": newRequestId(), requester: LIFECYCLE }
      : { "request-id": request.id, requester: context.accountId, "source-ip-address": "127.0.0.1" }),
    ...rest,
  }
  return [outbox.add({ type, bucket, time: context.clock.now(), detail })]
}
