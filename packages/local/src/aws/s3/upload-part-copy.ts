import { createHasher } from "./checksums.ts"
import type { Hasher } from "./checksums.ts"
import { modificationTime } from "./commit.ts"
import { sourceChanged } from "./copy-object.ts"
import { findCopySource, sourceVersion } from "./copy-source.ts"
import { invalidArgument } from "./errors.ts"
import { commitPart, findUpload, partNumber } from "./multipart-upload.ts"
import type { StoredObject } from "./object-table.ts"
import type { ByteRange } from "./range.ts"
import type { S3Request } from "./request.ts"
import type { S3Internals, S3Operation } from "./types.ts"
import type { Part } from "./upload-table.ts"
import { xmlDocument } from "./xml.ts"

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPartCopy.html */
export const uploadPartCopy: S3Operation = async (request, s3) => {
  const { checksum: wanted } = findUpload(request, s3)
  const number = partNumber(request)
  const source = findCopySource(request, s3)
  const range = copiedRange(request, source)
  const algorithm = wanted?.algorithm ?? "CRC64NVME"
  const [md5, hasher] = [createHasher("MD5"), createHasher(algorithm)]
  const body = await s3.bodies.write(hashed(s3, source, range, [md5, hasher]))
  const etag = md5.digest().toString("hex")
  const checksum = { algorithm, value: hasher.digest().toString("base64"), type: "FULL_OBJECT" } as const
  const size = range ? range.end - range.start + 1 : source.size
  const part: Part = { number, body, size, etag, checksum, modified: modificationTime(s3) }
  await commitPart(s3, request, part)
  const headers = { "content-type": "application/xml", ...sourceVersion(s3, source) }
  return { status: 200, headers, body: resultXml(part, wanted !== undefined) }
}

/** undefined is the whole object. Unlike a GET's, the range must be within the object. */
function copiedRange({ headers }: S3Request, { size }: StoredObject): ByteRange | undefined {
  const name = "x-amz-copy-source-range"
  const header = headers[name]
  if (header === undefined) return undefined
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(header) ?? []
  const [start, end] = [Number(first), Number(last)]
  if (first === undefined || start > end) {
    const message =
      "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy"
    throw invalidArgument(name, header, message)
  }
  if (end < size) return { start, end }
  throw invalidArgument(name, header, `Range specified is not valid for source object of size: ${size}`)
}

async function* hashed(
  s3: S3Internals,
  source: StoredObject,
  range: ByteRange | undefined,
  hashers: readonly Hasher[],
): AsyncGenerator<Buffer> {
  const file = await s3.bodies.open(source.body)
  if (file === undefined) throw sourceChanged()
  for await (const chunk of file.createReadStream({ ...range, highWaterMark: 1024 * 1024 })) {
    for (const hasher of hashers) hasher.update(chunk as Buffer)
    yield chunk as Buffer
  }
}

function resultXml({ modified, etag, checksum }: Part, withChecksum: boolean): string {
  return xmlDocument("CopyPartResult", {
    LastModified: new Date(modified).toISOString(),
    ETag: `"${etag}"`,
    [`Checksum${checksum.algorithm}`]: withChecksum ? checksum.value : undefined,
  })
}
