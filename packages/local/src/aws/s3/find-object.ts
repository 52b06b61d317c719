import { isDeleteMarker } from "./version-table.ts"
import type { DeleteMarker } from "./version-table.ts"
import { methodNotAllowed, noSuchKey, noSuchVersion } from "./errors.ts"
import type { S3Error } from "./errors.ts"
import type { StoredObject } from "./object-table.ts"
import type { S3Request } from "./request.ts"
import type { S3Internals } from "./types.ts"
import { requestedVersion } from "./versioning.ts"

export interface Target {
  readonly bucket: string
  readonly key: string
  /** Without it, the current one. */
  readonly version?: string | undefined
}

export const targetOf = ({ bucket, key, query }: S3Request): Target => ({
  bucket,
  key,
  version: requestedVersion(query),
})

/**
 * The object that a request is about; throws where there is none, and tells of a delete marker in its place.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeleteMarker.html
 */
export function findObject({ objects }: S3Internals, { bucket, key, version }: Target, method = "GET"): StoredObject {
  if (version === undefined) {
    const object = objects.find(bucket, key)
    if (object === undefined) throw missing(key, objects.latestMarker(bucket, key))
    return object
  }
  const entry = objects.findVersion(bucket, key, version)
  if (entry === undefined) throw noSuchVersion(key, version)
  if (isDeleteMarker(entry)) throw methodNotAllowed(method, markerHeaders(entry))
  return entry
}

function missing(key: string, marker: DeleteMarker | undefined): S3Error {
  const { "last-modified": _, allow: __, ...headers } = marker ? markerHeaders(marker) : {}
  return noSuchKey(key, headers)
}

const markerHeaders = ({ version, modified }: DeleteMarker): Record<string, string> => ({
  "x-amz-delete-marker": "true",
  "x-amz-version-id": version,
  "last-modified": new Date(modified).toUTCString(),
  allow: "DELETE",
})
