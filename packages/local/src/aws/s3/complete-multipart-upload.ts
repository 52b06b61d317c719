import { checksumHeader, createHasher } from "./checksums.ts"
import type { Checksum, Hasher } from "./checksums.ts"
import { commitObject, modificationTime } from "./commit.ts"
import type { NewObject } from "./commit.ts"
import { checkWriteConditions, matches } from "./conditions.ts"
import { malformedXml, invalidRequest, S3Error } from "./errors.ts"
import { findUpload } from "./multipart-upload.ts"
import { readText } from "./payload.ts"
import type { S3Request } from "./request.ts"
import type { S3Internals, S3Operation } from "./types.ts"
import type { Part, Upload } from "./upload-table.ts"
import { childNodes, childText, parseXml } from "./parse-xml.ts"
import { versionHeader } from "./versioning.ts"
import { xmlDocument } from "./xml.ts"
import type { XmlNode } from "./parse-xml.ts"

const MINIMUM_PART_BYTES = 5 * 1024 * 1024

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html */
export const completeMultipartUpload: S3Operation = async (request, s3) => {
  const { bucket, key } = request
  const upload = findUpload(request, s3)
  checkWriteConditions(request.headers, key, s3.objects.find(bucket, key))
  // Its checksum headers tell of the object, not of this XML.
  const xml = await readText(request, { checksumInHeaders: false })
  const parts = chosenParts(upload, s3.uploads.parts(upload.id), xml)
  const object = await assemble(s3, upload, parts)
  const stored = await commitObject(s3, request, object, "ObjectCreated:CompleteMultipartUpload", () => {
    checkDeclared(request.headers, object)
    return s3.uploads.delete(findUpload(request, s3).id)
  })
  const headers = { "content-type": "application/xml", ...versionHeader(s3, stored) }
  return { status: 200, headers, body: resultXml(request, object) }
}

async function assemble(s3: S3Internals, upload: Upload, parts: readonly Part[]): Promise<NewObject> {
  const { bucket, key, headers, tags } = upload
  const md5 = createHasher("MD5")
  const full =
    upload.checksum?.type === "COMPOSITE" ? undefined : createHasher(upload.checksum?.algorithm ?? "CRC64NVME")
  const body = await s3.bodies.write(concatenated(s3, upload, parts, full ? [md5, full] : [md5]))
  const size = parts.reduce((sum, part) => sum + part.size, 0)
  const digests = parts.map((part) => Buffer.from(part.etag, "hex"))
  const etag = `${digestOf(createHasher("MD5"), digests).toString("hex")}-${parts.length}`
  const checksum = objectChecksum(upload, parts, full)
  return {
    bucket,
    key,
    body,
    size,
    md5: md5.digest().toString("hex"),
    etag,
    modified: modificationTime(s3),
    checksum,
    headers,
    tags,
  }
}

/** What the caller says of the object that it expects. */
function checkDeclared(headers: S3Request["headers"], { size, checksum }: NewObject): void {
  const expectedSize = headers["x-amz-mp-object-size"]
  if (expectedSize !== undefined && Number(expectedSize) !== size) {
    throw invalidRequest("The provided 'x-amz-mp-object-size' header does not match what was computed.")
  }
  const expected = headers[checksumHeader(checksum.algorithm)]
  if (expected === undefined || expected === checksum.value) return
  throw new S3Error("BadDigest", `The ${checksum.algorithm} you specified did not match the calculated checksum.`)
}

function resultXml({ headers }: S3Request, { bucket, key, etag, checksum }: NewObject): string {
  return xmlDocument("CompleteMultipartUploadResult", {
    Location: `http://${headers["host"] ?? ""}/${bucket}/${encodeURIComponent(key)}`,
    Bucket: bucket,
    Key: key,
    ETag: `"${etag}"`,
    [`Checksum${checksum.algorithm}`]: checksum.value,
    ChecksumType: checksum.type,
  })
}

/** The parts that the request lists, in its order, each checked against what was uploaded. */
function chosenParts(upload: Upload, uploaded: readonly Part[], text: string): readonly Part[] {
  const entries = childNodes(parseXml(text, "CompleteMultipartUpload"), "Part")
  if (entries.length === 0) throw malformedXml()
  const numbers = entries.map((entry) => Number(childText(entry, "PartNumber")))
  if (numbers.some((number, index) => index > 0 && number <= (numbers[index - 1] ?? 0))) {
    throw new S3Error(
      "InvalidPartOrder",
      "The list of parts was not in ascending order. Parts must be ordered by part number.",
      400,
      { UploadId: upload.id },
    )
  }
  const byNumber = new Map(uploaded.map((part) => [part.number, part]))
  const parts = entries.map((entry, index) => checkedPart(upload, byNumber.get(numbers[index] ?? 0), entry))
  for (const part of parts.slice(0, -1)) checkPartSize(part)
  return parts
}

function checkedPart({ id, checksum }: Upload, part: Part | undefined, entry: XmlNode): Part {
  const [PartNumber, ETag = ""] = [childText(entry, "PartNumber"), childText(entry, "ETag")]
  const given = part && childText(entry, `Checksum${part.checksum.algorithm}`)
  if (checksum?.type === "COMPOSITE" && part && given === undefined) {
    const algorithm = checksum.algorithm.toLowerCase()
    throw invalidRequest(
      `The upload was created using a ${algorithm} checksum. The complete request must include the checksum for each part. ` +
        `It was missing for part ${PartNumber} in the request.`,
    )
  }
  if (part && matches(ETag, part.etag) && (given ?? part.checksum.value) === part.checksum.value) return part
  throw new S3Error(
    "InvalidPart",
    "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
    400,
    { UploadId: id, PartNumber, ETag },
  )
}

function checkPartSize({ size, number, etag }: Part): void {
  if (size >= MINIMUM_PART_BYTES) return
  const fields = { ProposedSize: size, MinSizeAllowed: MINIMUM_PART_BYTES, PartNumber: number, ETag: etag }
  throw new S3Error("EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size", 400, fields)
}

async function* concatenated(
  s3: S3Internals,
  upload: Upload,
  parts: readonly Part[],
  hashers: readonly Hasher[],
): AsyncGenerator<Buffer> {
  for (const { body, number } of parts) {
    const file = await s3.bodies.open(body)
    if (file === undefined)
      throw new S3Error("InvalidPart", `Part ${number} was replaced meanwhile.`, 400, { UploadId: upload.id })
    for await (const chunk of file.createReadStream({ highWaterMark: 1024 * 1024 })) {
      for (const hasher of hashers) hasher.update(chunk as Buffer)
      yield chunk as Buffer
    }
  }
}

function objectChecksum({ checksum }: Upload, parts: readonly Part[], full: Hasher | undefined): Checksum {
  const algorithm = checksum?.algorithm ?? "CRC64NVME"
  if (full) return { algorithm, value: full.digest().toString("base64"), type: "FULL_OBJECT" }
  const digest = digestOf(
    createHasher(algorithm),
    parts.map((part) => Buffer.from(part.checksum.value, "base64")),
  )
  return { algorithm, value: `${digest.toString("base64")}-${parts.length}`, type: "COMPOSITE" }
}

function digestOf(hasher: Hasher, chunks: readonly Buffer[]): Buffer {
  for (const chunk of chunks) hasher.update(chunk)
  return hasher.digest()
}
