import { commit } from "./commit.ts"
import type { Change } from "./commit.ts"
import { recordExpired } from "./event-detail.ts"
import { dueStorageClass, isAbandoned, isExpired, isForKey, isForObject } from "./lifecycle-rule.ts"
import type { StoredObject } from "./object-table.ts"
import type { LifecycleReport, S3Bucket, S3Internals } from "./types.ts"

const STORAGE_CLASS = "x-amz-storage-class"

/** Does what S3 does about once a day. https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html */
export async function expireObjects(s3: S3Internals, now: number): Promise<LifecycleReport> {
  const report = { expired: 0, transitioned: 0, aborted: 0 }
  for (const bucket of s3.buckets.values()) {
    if (!bucket.lifecycle?.length) continue
    for (const key of keysOf(s3, bucket.name)) {
      await commit(s3, () => applyToObject(s3, bucket, key, now, report))
    }
    for (const { id, key, initiated } of s3.uploads.list(bucket.name)) {
      if (!bucket.lifecycle.some((rule) => isForKey(rule, key) && isAbandoned(rule, initiated, now))) continue
      await commit(s3, () => ({ freed: s3.uploads.delete(id), events: [] }))
      report.aborted++
    }
  }
  return report
}

/** One after the other: what changes meanwhile is seen as it is then. */
function* keysOf({ objects }: S3Internals, bucket: string): Generator<string> {
  for (let from = ""; ;) {
    const object = objects.firstFrom(bucket, from)
    if (object === undefined) return
    yield object.key
    from = `${object.key}\0`
  }
}

type Counts = { -readonly [Name in keyof LifecycleReport]: number }

/** Expiration wins over a transition. */
function applyToObject(s3: S3Internals, bucket: S3Bucket, key: string, now: number, report: Counts): Change {
  const object = s3.objects.find(bucket.name, key)
  const rules = object ? (bucket.lifecycle ?? []).filter((rule) => isForObject(rule, object)) : []
  if (object && rules.some((rule) => isExpired(rule, object, now))) {
    report.expired++
    return { freed: s3.objects.delete(object), events: recordExpired(s3, object) }
  }
  const storageClass = rules.map((rule) => object && dueStorageClass(rule, object, now)).findLast(Boolean)
  if (!object || !storageClass || !isColder(storageClass, object)) return { freed: [], events: [] }
  report.transitioned++
  return { freed: s3.objects.put(withClass(object, storageClass)), events: [] }
}

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

const isColder = (storageClass: string, { headers }: StoredObject) =>
  CLASSES.indexOf(storageClass) > CLASSES.indexOf(headers[STORAGE_CLASS] ?? "STANDARD")

function withClass(object: StoredObject, storageClass: string): StoredObject {
  return { ...object, headers: { ...object.headers, [STORAGE_CLASS]: storageClass } }
}
