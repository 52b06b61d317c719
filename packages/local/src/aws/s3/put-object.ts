import { checksumHeaders } from "./checksums.ts"
import { commitObject, modificationTime } from "./commit.ts"
import { checkWriteConditions } from "./conditions.ts"
import { storedHeaders } from "./object-headers.ts"
import { openPayload } from "./payload.ts"
import { parseTagHeader } from "./tags.ts"
import type { S3Operation } from "./types.ts"
import { versionHeader } from "./versioning.ts"

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html */
export const putObject: S3Operation = async (request, s3) => {
  const { bucket, key } = request
  const headers = storedHeaders(request.headers)
  const tags = parseTagHeader(request.headers["x-amz-tagging"])
  // Again when it is stored; this is only to refuse a large body early.
  checkWriteConditions(request.headers, key, s3.objects.find(bucket, key))
  const payload = openPayload(request)
  const body = await s3.bodies.write(payload.chunks)
  const { size, md5, checksum } = payload.facts()
  const etag = md5.toString("hex")
  const modified = modificationTime(s3)
  const object = { bucket, key, body, size, md5: etag, etag, modified, checksum, headers, tags }
  const stored = await commitObject(s3, request, object, "ObjectCreated:Put")
  return { status: 200, headers: { etag: `"${etag}"`, ...checksumHeaders(checksum), ...versionHeader(s3, stored) } }
}
