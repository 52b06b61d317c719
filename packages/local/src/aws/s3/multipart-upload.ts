import { randomBytes } from "node:crypto"
import { checksumAlgorithm, checksumHeaders } from "./checksums.ts"
import { commit, modificationTime } from "./commit.ts"
import { invalidArgument, invalidRequest, noSuchUpload } from "./errors.ts"
import { storedHeaders } from "./object-headers.ts"
import { openPayload } from "./payload.ts"
import type { S3Request } from "./request.ts"
import { parseTagHeader } from "./tags.ts"
import type { S3Internals, S3Operation } from "./types.ts"
import type { Part, Upload } from "./upload-table.ts"
import { xmlDocument } from "./xml.ts"

const MAXIMUM_PART_NUMBER = 10_000

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateMultipartUpload.html */
export const createMultipartUpload: S3Operation = (request, s3) => {
  const { bucket, key } = request
  const id = randomBytes(24).toString("base64url")
  const headers = storedHeaders(request.headers)
  const checksum = uploadChecksum(request)
  const tags = parseTagHeader(request.headers["x-amz-tagging"])
  const initiated = s3.context.clock.now()
  s3.uploads.create({ id, bucket, key, headers, tags, initiated, ...(checksum ? { checksum } : {}) })
  return {
    status: 200,
    headers: {
      "content-type": "application/xml",
      ...(checksum ? { "x-amz-checksum-algorithm": checksum.algorithm, "x-amz-checksum-type": checksum.type } : {}),
    },
    body: xmlDocument("InitiateMultipartUploadResult", { Bucket: bucket, Key: key, UploadId: id }),
  }
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPart.html */
export const uploadPart: S3Operation = async (request, s3) => {
  const upload = findUpload(request, s3)
  const number = partNumber(request)
  const payload = openPayload(request)
  checkPartAlgorithm(upload, payload.algorithm)
  const body = await s3.bodies.write(payload.chunks)
  const { size, md5, checksum, checksumGiven } = payload.facts()
  const etag = md5.toString("hex")
  await commitPart(s3, request, { number, body, size, etag, checksum, modified: modificationTime(s3) })
  const { "x-amz-checksum-type": _, ...checksumOnly } = checksumHeaders(checksum)
  return { status: 200, headers: { etag: `"${etag}"`, ...(checksumGiven ? checksumOnly : {}) } }
}

/** Keeps a part, if its upload still is; else removes its body. */
export async function commitPart(s3: S3Internals, request: S3Request, part: Part): Promise<void> {
  try {
    await commit(s3, () => ({ freed: s3.uploads.putPart(findUpload(request, s3).id, part), events: [] }))
  } catch (error) {
    await s3.bodies.remove([part.body])
    throw error
  }
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_AbortMultipartUpload.html */
export const abortMultipartUpload: S3Operation = async (request, s3) => {
  await commit(s3, () => ({ freed: s3.uploads.delete(findUpload(request, s3).id), events: [] }))
  return { status: 204 }
}

/** Throws NoSuchUpload. */
export function findUpload({ bucket, key, query }: S3Request, s3: S3Internals): Upload {
  const id = query.get("uploadId") ?? ""
  const upload = s3.uploads.find(bucket, key, id)
  if (upload === undefined) throw noSuchUpload(id)
  return upload
}

/** CRC-64/NVME is only ever of the whole object, SHA only of parts; https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html */
function uploadChecksum({ headers }: S3Request): Upload["checksum"] {
  const name = headers["x-amz-checksum-algorithm"]
  if (name === undefined) return undefined
  const algorithm = checksumAlgorithm(name)
  if (algorithm === undefined) throw invalidRequest("Checksum algorithm provided is unsupported.")
  const type = headers["x-amz-checksum-type"] ?? (algorithm === "CRC64NVME" ? "FULL_OBJECT" : "COMPOSITE")
  const allowed =
    type === "FULL_OBJECT" ? algorithm.startsWith("CRC") : type === "COMPOSITE" && algorithm !== "CRC64NVME"
  if (!allowed)
    throw invalidRequest(
      `The ${type} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`,
    )
  return { algorithm, type: type as "FULL_OBJECT" | "COMPOSITE" }
}

export function partNumber({ query }: S3Request): number {
  const text = query.get("partNumber") ?? ""
  const number = /^\d+$/.test(text) ? Number(text) : 0
  if (number >= 1 && number <= MAXIMUM_PART_NUMBER) return number
  throw invalidArgument("partNumber", text, "Part number must be an integer between 1 and 10000, inclusive")
}

/** An upload without an algorithm takes parts with any: the SDK's default is none for the upload and CRC32 for the parts. */
function checkPartAlgorithm({ checksum }: Upload, actual: string | undefined): void {
  if (checksum === undefined || actual === checksum.algorithm) return
  const [expected, got] = [checksum.algorithm, actual].map((name) => name?.toLowerCase() ?? "null")
  throw invalidRequest(
    `Checksum Type mismatch occurred, expected checksum Type: ${expected}, actual checksum Type: ${got}`,
  )
}
