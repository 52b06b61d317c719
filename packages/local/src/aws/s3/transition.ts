import { storageClassOf } from "./archive.ts"
import type { Change } from "./commit.ts"
import type { StoredObject } from "./object-table.ts"
import { S3_ITSELF } from "./occurred.ts"
import { record } from "./record.ts"
import type { S3Internals } from "./types.ts"

/** Objects go down this list and never up. https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html */
const CLASSES = [
  "STANDARD",
  "STANDARD_IA",
  "INTELLIGENT_TIERING",
  "ONEZONE_IA",
  "GLACIER_IR",
  "GLACIER",
  "DEEP_ARCHIVE",
]

/** Moves an object to a colder storage class; undefined where that is not colder. */
export function transition(s3: S3Internals, object: StoredObject, storageClass: string): Change | undefined {
  if (CLASSES.indexOf(storageClass) <= CLASSES.indexOf(storageClassOf(object))) return undefined
  s3.objects.update({ ...object, headers: { ...object.headers, "x-amz-storage-class": storageClass } })
  const extra = { "destination-storage-class": storageClass }
  return { freed: [], events: record(s3, "LifecycleTransition", S3_ITSELF, object, extra) }
}
