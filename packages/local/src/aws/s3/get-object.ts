import type { FileHandle } from "node:fs/promises"
import type { AwsResponse } from "../service.ts"
import { checkReadConditions, matches } from "./conditions.ts"
import { isArchived, restoreHeader, storageClassOf } from "./archive.ts"
import { invalidObjectState } from "./errors.ts"
import { findObject, targetOf } from "./find-object.ts"
import type { Target } from "./find-object.ts"
import { overriddenHeaders, responseHeaders, validators } from "./object-headers.ts"
import type { StoredObject } from "./object-table.ts"
import { parseRange } from "./range.ts"
import type { ByteRange } from "./range.ts"
import type { S3Request } from "./request.ts"
import type { ObjectContent, OpenedObject, S3Internals, S3Operation } from "./types.ts"
import { versionHeader } from "./versioning.ts"

/** Larger than Node's 64 KiB: fewer trips through the thread pool. */
const READ_BYTES = 512 * 1024

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html */
export const getObject: S3Operation = async (request, s3) => {
  const { object, file } = await openObject(s3, targetOf(request))
  try {
    const { response, range } = describe(request, s3, object)
    if (response.status === 304 || object.size === 0) return await closed(file, response)
    const { start, end } = range ?? { start: 0, end: object.size - 1 }
    return { ...response, body: file.createReadStream({ start, end, highWaterMark: READ_BYTES }) }
  } catch (error) {
    await file.close()
    throw error
  }
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html */
export const headObject: S3Operation = (request, s3) =>
  describe(request, s3, findObject(s3, targetOf(request), "HEAD")).response

/** The whole object in memory, for callers in this process. */
export async function readObject(s3: S3Internals, bucket: string, key: string): Promise<ObjectContent | undefined> {
  if (s3.objects.find(bucket, key) === undefined) return undefined
  const { object, file } = await openObject(s3, { bucket, key })
  try {
    const { size, etag, modified, headers } = object
    return {
      body: await file.readFile(),
      size,
      etag,
      lastModified: modified,
      contentType: headers["content-type"] ?? "",
    }
  } finally {
    await file.close()
  }
}

/** The same, to be read bit by bit. */
export async function openedObject(s3: S3Internals, bucket: string, key: string): Promise<OpenedObject | undefined> {
  if (s3.objects.find(bucket, key) === undefined) return undefined
  const { object, file } = await openObject(s3, { bucket, key })
  return { size: object.size, file }
}

/** Opens the body that the object has now. Once open it stays readable, whatever happens to the object meanwhile. */
async function openObject(s3: S3Internals, target: Target): Promise<{ object: StoredObject; file: FileHandle }> {
  for (let missing = ""; ;) {
    const object = findObject(s3, target)
    checkActive(object)
    const file = await s3.bodies.open(object.body)
    if (file !== undefined) return { object, file }
    // Replaced between the two steps: look again. The same body missing twice is lost.
    if (missing === object.body)
      throw new Error(`The body file ${object.body} of s3://${object.bucket}/${object.key} is missing`)
    missing = object.body
  }
}

function checkActive(object: StoredObject): void {
  if (!isArchived(object)) return
  throw invalidObjectState("The operation is not valid for the object's storage class", storageClassOf(object))
}

function describe(
  request: S3Request,
  s3: S3Internals,
  object: StoredObject,
): { response: AwsResponse; range?: ByteRange | undefined } {
  const { headers, query } = request
  const state = checkReadConditions(headers, object)
  const common = {
    ...responseHeaders(object, { checksum: false }),
    ...versionHeader(s3, object),
    ...restoreHeader(object),
    ...overriddenHeaders(query),
  }
  if (state === "not modified") return { response: { status: 304, headers: validators(object) } }
  const range = isStale(headers["if-range"], object) ? undefined : parseRange(headers["range"], object.size)
  if (range !== undefined)
    return { range, response: { status: 206, headers: { ...common, ...rangeHeaders(range, object.size) } } }
  const withChecksum = responseHeaders(object, {
    checksum: headers["x-amz-checksum-mode"]?.toUpperCase() === "ENABLED",
  })
  return { response: { status: 200, headers: { ...withChecksum, ...common, "content-length": String(object.size) } } }
}

function rangeHeaders({ start, end }: ByteRange, size: number): Record<string, string> {
  return { "content-range": `bytes ${start}-${end}/${size}`, "content-length": String(end - start + 1) }
}

/** A browser that resumes a download says which object it began with: an ETag or a date. */
function isStale(ifRange: string | undefined, object: StoredObject): boolean {
  return ifRange !== undefined && !matches(ifRange, object.etag) && ifRange !== validators(object)["last-modified"]
}

async function closed(file: FileHandle, response: AwsResponse): Promise<AwsResponse> {
  await file.close()
  return response
}
