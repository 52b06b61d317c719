import type { S3EventDetail, S3EventType } from "./types.ts"

/** What an event tells of its object besides key and version. */
export type ObjectField = "size" | "etag" | "sequencer"

interface Occurrence {
  /** What EventBridge calls it. */
  readonly type: S3EventType
  readonly detail?: Pick<S3EventDetail, "reason" | "deletion-type">
  readonly fields: readonly ObjectField[]
  /** The version of a notification's record: later ones have more fields. */
  readonly recordVersion: "2.1" | "2.3"
}

const created = (reason: NonNullable<S3EventDetail["reason"]>): Occurrence => ({
  type: "Object Created",
  detail: { reason },
  fields: ["size", "etag", "sequencer"],
  recordVersion: "2.1",
})

/** AWS sends neither size nor ETag of what is gone for good. */
const deleted = (
  reason: NonNullable<S3EventDetail["reason"]>,
  deletion: NonNullable<S3EventDetail["deletion-type"]>,
  recordVersion: Occurrence["recordVersion"],
): Occurrence => ({
  type: "Object Deleted",
  detail: { reason, "deletion-type": deletion },
  fields: deletion === "Permanently Deleted" ? ["sequencer"] : ["etag", "sequencer"],
  recordVersion,
})

/**
 * What happens to objects, by the names that notifications have for it, and how events tell of it.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
const OCCURRENCES = {
  "ObjectCreated:Put": created("PutObject"),
  "ObjectCreated:Post": created("POST Object"),
  "ObjectCreated:Copy": created("CopyObject"),
  "ObjectCreated:CompleteMultipartUpload": created("CompleteMultipartUpload"),
  "ObjectRemoved:Delete": deleted("DeleteObject", "Permanently Deleted", "2.1"),
  "ObjectRemoved:DeleteMarkerCreated": deleted("DeleteObject", "Delete Marker Created", "2.1"),
  "LifecycleExpiration:Delete": deleted("Lifecycle Expiration", "Permanently Deleted", "2.3"),
  "LifecycleExpiration:DeleteMarkerCreated": deleted("Lifecycle Expiration", "Delete Marker Created", "2.3"),
  LifecycleTransition: { type: "Object Storage Class Changed", fields: ["size", "etag"], recordVersion: "2.3" },
  "ObjectTagging:Put": { type: "Object Tags Added", fields: ["etag"], recordVersion: "2.3" },
  "ObjectTagging:Delete": { type: "Object Tags Deleted", fields: ["etag"], recordVersion: "2.3" },
  "ObjectRestore:Post": { type: "Object Restore Initiated", fields: ["size", "etag"], recordVersion: "2.1" },
  "ObjectRestore:Completed": { type: "Object Restore Completed", fields: ["size", "etag"], recordVersion: "2.1" },
  "ObjectRestore:Delete": { type: "Object Restore Expired", fields: ["etag"], recordVersion: "2.3" },
} as const satisfies Record<string, Occurrence>

export type OccurrenceName = keyof typeof OCCURRENCES

export const occurrence = (name: OccurrenceName): Occurrence => OCCURRENCES[name]

export const OCCURRENCE_NAMES = Object.keys(OCCURRENCES) as readonly OccurrenceName[]
