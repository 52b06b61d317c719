import { commit } from "./commit.ts"
import type { Change } from "./commit.ts"
import { expireMarker, expireNoncurrent } from "./expire-versions.ts"
import type { Due, Effect } from "./expire-versions.ts"
import { dueStorageClass, isAbandoned, isExpired, isForKey, isForObject } from "./lifecycle-rule.ts"
import { S3_ITSELF } from "./occurred.ts"
import { removeObject } from "./remove-object.ts"
import { transition } from "./transition.ts"
import type { LifecycleReport, LifecycleRule, S3Internals } from "./types.ts"

type Counts = { -readonly [Name in keyof LifecycleReport]: number }

/** Does what S3 does about once a day. https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lifecycle-mgmt.html */
export async function expireObjects(s3: S3Internals, now: number): Promise<LifecycleReport> {
  const report = { expired: 0, transitioned: 0, aborted: 0 }
  for (const { name, lifecycle = [] } of s3.buckets.values()) {
    if (lifecycle.length === 0) continue
    for (const key of keysOf(s3, name)) {
      await commit(s3, () => applyToKey(s3, { rules: lifecycle, bucket: name, key, now }, report))
    }
    await abortUploads(s3, lifecycle, name, now, report)
  }
  return report
}

/** One after the other: what changes meanwhile is seen as it is then. */
function* keysOf({ objects }: S3Internals, bucket: string): Generator<string> {
  for (let from = ""; ;) {
    const key = objects.firstKeyFrom(bucket, from)
    if (key === undefined) return
    yield key
    from = `${key}\0`
  }
}

/** What stops being current here is noncurrent from the next time on. */
function applyToKey(s3: S3Internals, due: Due, report: Counts): Change {
  const effects = [...expireNoncurrent(s3, due), ...expireMarker(s3, due), ...expireCurrent(s3, due)]
  for (const { counts } of effects) report[counts]++
  return { freed: effects.flatMap(({ freed }) => freed), events: effects.flatMap(({ events }) => events) }
}

/** Expiration wins over a transition. */
function expireCurrent(s3: S3Internals, { rules: all, bucket, key, now }: Due): readonly Effect[] {
  const object = s3.objects.find(bucket, key)
  if (object === undefined) return []
  const rules = all.filter((rule) => isForObject(rule, object))
  if (rules.some((rule) => isExpired(rule, object, now)))
    return [{ ...removeObject(s3, S3_ITSELF, { bucket, key }), counts: "expired" }]
  const storageClass = rules.map((rule) => dueStorageClass(rule, object, now)).findLast(Boolean)
  const change = storageClass === undefined ? undefined : transition(s3, object, storageClass)
  return change ? [{ ...change, counts: "transitioned" }] : []
}

async function abortUploads(
  s3: S3Internals,
  rules: readonly LifecycleRule[],
  bucket: string,
  now: number,
  report: Counts,
): Promise<void> {
  for (const { id, key, initiated } of s3.uploads.list(bucket)) {
    if (!rules.some((rule) => isForKey(rule, key) && isAbandoned(rule, initiated, now))) continue
    await commit(s3, () => ({ freed: s3.uploads.delete(id), events: [] }))
    report.aborted++
  }
}
