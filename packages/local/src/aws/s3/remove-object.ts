import type { Change } from "./commit.ts"
import { modificationTime } from "./commit.ts"
import { matches } from "./conditions.ts"
import { noSuchKey, preconditionFailed } from "./errors.ts"
import type { Target } from "./find-object.ts"
import { S3_ITSELF } from "./occurred.ts"
import type { Actor } from "./occurred.ts"
import { record } from "./record.ts"
import type { S3Internals } from "./types.ts"
import { isDeleteMarker } from "./version-table.ts"
import type { DeleteMarker, Version } from "./version-table.ts"

export interface Removal extends Change {
  /** What was removed, or the delete marker that was made; undefined where nothing was there. */
  readonly version?: Version
}

/** Of nothing, which events of a delete marker tell. */
const EMPTY_ETAG = "d41d8cd98f00b204e9800998ecf8427e"
const NOTHING: Removal = { freed: [], events: [] }

/**
 * Deletes for good where the target is a version or the bucket never had versions; else makes a delete marker.
 * Idempotent: what is not there needs no deletion. https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeletingObjectVersions.html
 */
export function removeObject(s3: S3Internals, actor: Actor, target: Target, ifMatch?: string): Removal {
  const { bucket, key, version } = target
  checkCondition(s3, target, ifMatch)
  if (version === undefined && s3.versioning.statusOf(bucket) !== undefined) return markDeleted(s3, actor, bucket, key)
  const found = version === undefined ? s3.objects.find(bucket, key) : s3.objects.findVersion(bucket, key, version)
  return found === undefined ? NOTHING : removeVersion(s3, actor, found)
}

export function removeVersion(s3: S3Internals, actor: Actor, version: Version): Removal {
  const name = actor === S3_ITSELF ? "LifecycleExpiration:Delete" : "ObjectRemoved:Delete"
  return { freed: s3.objects.remove(version), events: record(s3, name, actor, version), version }
}

/** AWS makes one for a key that does not exist, too. */
function markDeleted(s3: S3Internals, actor: Actor, bucket: string, key: string): Removal {
  const name = actor === S3_ITSELF ? "LifecycleExpiration:DeleteMarkerCreated" : "ObjectRemoved:DeleteMarkerCreated"
  const version: DeleteMarker = {
    bucket,
    key,
    version: s3.versioning.newVersion(bucket),
    modified: modificationTime(s3),
  }
  const freed = s3.objects.put(version)
  return { freed, events: record(s3, name, actor, { ...version, etag: EMPTY_ETAG }), version }
}

/** Only ever about the current version. https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-deletes.html */
function checkCondition({ objects }: S3Internals, { bucket, key }: Target, ifMatch: string | undefined): void {
  if (ifMatch === undefined) return
  const object = objects.find(bucket, key)
  if (object && matches(ifMatch, object.etag)) return
  if (object === undefined && objects.latestMarker(bucket, key) === undefined) throw noSuchKey(key)
  throw preconditionFailed("If-Match")
}

/** Whether a removal made or removed a delete marker. */
export const concernsMarker = ({ version }: Removal) => version !== undefined && isDeleteMarker(version)
