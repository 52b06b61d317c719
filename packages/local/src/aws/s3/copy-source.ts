import { checkReadConditions } from "./conditions.ts"
import { invalidArgument, noSuchBucket, preconditionFailed, S3Error } from "./errors.ts"
import { isArchived } from "./get-object.ts"
import type { StoredObject } from "./object-table.ts"
import { checkKeyLength, decode } from "./request.ts"
import type { S3Request } from "./request.ts"
import type { S3Internals } from "./types.ts"

/** The object that x-amz-copy-source names, where the x-amz-copy-source-if-* conditions hold. */
export function findCopySource({ headers }: S3Request, s3: S3Internals): StoredObject {
  const header = headers["x-amz-copy-source"] ?? ""
  const [path = "", version] = header.split("?versionId=")
  const [, bucket = "", key = ""] = /^([^/]+)\/(.+)$/s.exec(decode(path).replace(/^\//, "")) ?? []
  if (key === "")
    throw invalidArgument(
      "x-amz-copy-source",
      header,
      "Copy Source must mention the source bucket and key: sourcebucket/sourcekey",
    )
  if (version !== undefined && version !== "null")
    throw invalidArgument("x-amz-copy-source", header, "Invalid version id specified")
  if (!s3.buckets.has(bucket)) throw noSuchBucket(bucket)
  checkKeyLength(key)
  const original = s3.objects.get(bucket, key)
  if (isArchived(original)) throw notActive()
  if (checkReadConditions(headers, original, "x-amz-copy-source-") === "modified") return original
  throw preconditionFailed("x-amz-copy-source-If-None-Match")
}

const notActive = () =>
  new S3Error(
    "ObjectNotInActiveTierError",
    "The source object of the COPY action is not in the active tier and is only stored in Amazon S3 Glacier.",
    403,
  )
