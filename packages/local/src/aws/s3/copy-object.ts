import { createHasher, checksumAlgorithm } from "./checksums.ts"
import type { Checksum } from "./checksums.ts"
import { commitObject, modificationTime } from "./commit.ts"
import { invalidArgument, invalidRequest, S3Error } from "./errors.ts"
import { findCopySource, namesVersion, sourceVersion } from "./copy-source.ts"
import { storedHeaders } from "./object-headers.ts"
import type { StoredObject } from "./object-table.ts"
import type { S3Request } from "./request.ts"
import { parseTagHeader, type Tags } from "./tags.ts"
import type { S3Internals, S3Operation } from "./types.ts"
import { versionHeader } from "./versioning.ts"
import { xmlDocument } from "./xml.ts"

/** Copies by reference: both objects share the body file, which never changes. https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html */
export const copyObject: S3Operation = async (request, s3) => {
  const original = findCopySource(request, s3)
  checkSelfCopy(request, original)
  const { restore: _, ...source } = original
  const copy = {
    ...source,
    bucket: request.bucket,
    key: request.key,
    // The copy of a multipart upload is one whole: its ETag is the MD5 and its checksum that of all bytes.
    etag: original.md5,
    checksum: await copiedChecksum(request, s3, original),
    modified: modificationTime(s3),
    headers: copiedHeaders(request, original),
    tags: copiedTags(request, s3, original),
  }
  const stored = await commitObject(s3, request, copy, "ObjectCreated:Copy", () => assertUnchanged(s3, original))
  const headers = { "content-type": "application/xml", ...versionHeader(s3, stored), ...sourceVersion(s3, original) }
  return { status: 200, headers, body: resultXml(stored) }
}

/** A version that is named may be copied over the current one: that is how it comes back. */
function checkSelfCopy(request: S3Request, { bucket, key }: StoredObject): void {
  if (bucket !== request.bucket || key !== request.key || namesVersion(request)) return
  if (
    directive(request, "x-amz-metadata-directive") === "REPLACE" ||
    request.headers["x-amz-storage-class"] !== undefined
  )
    return
  throw invalidRequest(
    "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, " +
      "storage class, website redirect location or encryption attributes.",
  )
}

function directive({ headers }: S3Request, name: string): "COPY" | "REPLACE" {
  const value = headers[name] ?? "COPY"
  if (value === "COPY" || value === "REPLACE") return value
  throw invalidArgument(name, value, "Unknown directive.")
}

/** Tags that come along take permissions of their own, on either side; whether there are any, only S3 knows. */
function copiedTags(request: S3Request, s3: S3Internals, original: StoredObject): Tags {
  if (directive(request, "x-amz-tagging-directive") === "REPLACE")
    return parseTagHeader(request.headers["x-amz-tagging"])
  const { tags } = original
  if (Object.keys(tags).length > 0) {
    const reading = namesVersion(request) ? "s3:GetObjectVersionTagging" : "s3:GetObjectTagging"
    s3.authorize(request.accessKeyId, { action: reading, resource: arnOf(original) })
    s3.authorize(request.accessKeyId, { action: "s3:PutObjectTagging", resource: arnOf(request) })
  }
  return tags
}

const arnOf = ({ bucket, key }: Pick<StoredObject, "bucket" | "key">) => `arn:aws:s3:::${bucket}/${key}`

/** The storage class is never copied. */
function copiedHeaders(request: S3Request, original: StoredObject): Record<string, string> {
  const own = storedHeaders(request.headers)
  if (directive(request, "x-amz-metadata-directive") === "REPLACE") return own
  const { "x-amz-storage-class": _, ...headers } = original.headers
  const storageClass = own["x-amz-storage-class"]
  return { ...headers, ...(storageClass ? { "x-amz-storage-class": storageClass } : {}) }
}

async function copiedChecksum({ headers }: S3Request, s3: S3Internals, original: StoredObject): Promise<Checksum> {
  const wanted = headers["x-amz-checksum-algorithm"]
  const algorithm = wanted === undefined ? original.checksum.algorithm : checksumAlgorithm(wanted)
  if (algorithm === undefined) throw invalidRequest("Checksum algorithm provided is unsupported.")
  const { type } = original.checksum
  if (type === "FULL_OBJECT" && algorithm === original.checksum.algorithm) return original.checksum
  const file = await s3.bodies.open(original.body)
  if (file === undefined) throw sourceChanged()
  const hasher = createHasher(algorithm)
  for await (const chunk of file.createReadStream()) hasher.update(chunk as Buffer)
  return { algorithm, value: hasher.digest().toString("base64"), type: "FULL_OBJECT" }
}

/** Only hashing takes time in which the source could change; then the body may be gone. */
function assertUnchanged(s3: S3Internals, { body }: StoredObject): readonly string[] {
  if (s3.objects.hasBody(body)) return []
  throw sourceChanged()
}

export const sourceChanged = () =>
  new S3Error("ServiceUnavailable", "The source changed while it was copied. Please try again.", 503)

function resultXml({ modified, etag, checksum }: StoredObject): string {
  return xmlDocument("CopyObjectResult", {
    LastModified: new Date(modified).toISOString(),
    ETag: `"${etag}"`,
    [`Checksum${checksum.algorithm}`]: checksum.value,
    ChecksumType: checksum.type,
  })
}
