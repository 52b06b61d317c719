import type { Change } from "./commit.ts"
import { dueNoncurrentClass, isExpired, isForKey, isForObject, isNoncurrentExpired } from "./lifecycle-rule.ts"
import { S3_ITSELF } from "./occurred.ts"
import { removeVersion } from "./remove-object.ts"
import { transition } from "./transition.ts"
import type { LifecycleReport, LifecycleRule, S3Internals } from "./types.ts"
import { isDeleteMarker } from "./version-table.ts"
import type { PastVersion } from "./version-table.ts"

/** What a rule did to one version, and how it counts. */
export type Effect = Change & { readonly counts: keyof LifecycleReport }

/** The rules for one key, as of a time. */
export interface Due {
  readonly rules: readonly LifecycleRule[]
  readonly bucket: string
  readonly key: string
  readonly now: number
}

/** Applies the rules to a key's noncurrent versions. */
export function expireNoncurrent(s3: S3Internals, due: Due): readonly Effect[] {
  const noncurrent = s3.objects.versions(due.bucket, due.key).filter(({ superseded }) => superseded !== undefined)
  return noncurrent.flatMap((version, newer) => applyToNoncurrent(s3, due, version, newer) ?? [])
}

function applyToNoncurrent(
  s3: S3Internals,
  { rules, now }: Due,
  { entry, superseded = Infinity }: PastVersion,
  newer: number,
): Effect | undefined {
  const isFor = (rule: LifecycleRule) => (isDeleteMarker(entry) ? isForKey(rule, entry.key) : isForObject(rule, entry))
  const matching = rules.filter(isFor)
  if (matching.some((rule) => isNoncurrentExpired(rule, superseded, newer, now)))
    return { ...removeVersion(s3, S3_ITSELF, entry), counts: "expired" }
  if (isDeleteMarker(entry)) return undefined
  const storageClass = matching.map((rule) => dueNoncurrentClass(rule, entry, superseded, newer, now)).findLast(Boolean)
  const change = storageClass === undefined ? undefined : transition(s3, entry, storageClass)
  return change && { ...change, counts: "transitioned" }
}

/** Removes a delete marker that no version is behind. https://docs.aws.amazon.com/AmazonS3/latest/API/API_LifecycleExpiration.html */
export function expireMarker(s3: S3Internals, { rules, bucket, key, now }: Due): readonly Effect[] {
  const [latest, ...others] = s3.objects.versions(bucket, key)
  if (latest === undefined || others.length > 0 || !isDeleteMarker(latest.entry)) return []
  const { entry } = latest
  const isDue = (rule: LifecycleRule) =>
    isForKey(rule, key) && (rule.expiration?.expiredObjectDeleteMarker === true || isExpired(rule, entry, now))
  return rules.some(isDue) ? [{ ...removeVersion(s3, S3_ITSELF, entry), counts: "expired" }] : []
}
