import { isArchived } from "./archive.ts"
import { checkReadConditions } from "./conditions.ts"
import { invalidArgument, invalidRequest, noSuchBucket, preconditionFailed, S3Error } from "./errors.ts"
import { findObject } from "./find-object.ts"
import type { Target } from "./find-object.ts"
import type { StoredObject } from "./object-table.ts"
import { checkKeyLength, decode } from "./request.ts"
import type { S3Request } from "./request.ts"
import type { S3Internals } from "./types.ts"
import { isDeleteMarker } from "./version-table.ts"
import { checkVersionId, versionHeader } from "./versioning.ts"

const HEADER = "x-amz-copy-source"
const VERSION = "?versionId="

/** The object that x-amz-copy-source names, where the x-amz-copy-source-if-* conditions hold. */
export function findCopySource({ headers }: S3Request, s3: S3Internals): StoredObject {
  const header = headers[HEADER] ?? ""
  const [path = "", version] = header.split(VERSION)
  const [, bucket = "", key = ""] = /^([^/]+)\/(.+)$/s.exec(decode(path).replace(/^\//, "")) ?? []
  if (key === "")
    throw invalidArgument(HEADER, header, "Copy Source must mention the source bucket and key: sourcebucket/sourcekey")
  if (!s3.buckets.has(bucket)) throw noSuchBucket(bucket)
  checkKeyLength(key)
  const original = find(s3, { bucket, key, version: version === undefined ? version : checkVersionId(version, HEADER) })
  if (isArchived(original)) throw notActive()
  if (checkReadConditions(headers, original, "x-amz-copy-source-") === "modified") return original
  throw preconditionFailed("x-amz-copy-source-If-None-Match")
}

/** Whether a request names the version that it copies. */
export const namesVersion = ({ headers }: S3Request) => (headers[HEADER] ?? "").includes(VERSION)

/** The response header that tells which version was copied. */
export const sourceVersion = (s3: S3Internals, original: StoredObject) =>
  versionHeader(s3, original, "x-amz-copy-source-version-id")

function find(s3: S3Internals, target: Target): StoredObject {
  const { bucket, key, version } = target
  const entry = version === undefined ? undefined : s3.objects.findVersion(bucket, key, version)
  if (entry && isDeleteMarker(entry))
    throw invalidRequest("The source of a copy request may not specifically refer to a delete marker by version id.")
  return findObject(s3, target)
}

const notActive = () =>
  new S3Error(
    "ObjectNotInActiveTierError",
    "The source object of the COPY action is not in the active tier and is only stored in Amazon S3 Glacier.",
    403,
  )
