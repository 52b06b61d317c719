import { storageClassOf } from "./archive.ts"
import { pageSize, keyEncoder } from "./listing-xml.ts"
import { commonPrefix, later } from "./list-keys.ts"
import { findUpload } from "./multipart-upload.ts"
import type { S3Operation } from "./types.ts"
import type { Upload } from "./upload-table.ts"
import { xmlDocument } from "./xml.ts"

const XML = { "content-type": "application/xml" }

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListParts.html */
export const listParts: S3Operation = (request, s3) => {
  const { bucket, key, query } = request
  const upload = findUpload(request, s3)
  const limit = pageSize(query, "max-parts")
  const marker = Number(query.get("part-number-marker") ?? 0)
  const following = s3.uploads.parts(upload.id).filter(({ number }) => number > marker)
  const parts = following.slice(0, limit)
  const body = xmlDocument("ListPartsResult", {
    Bucket: bucket,
    Key: key,
    UploadId: upload.id,
    Initiator: { ID: s3.context.accountId },
    Owner: { ID: s3.context.accountId },
    StorageClass: storageClassOf(upload),
    ...checksumXml(upload),
    PartNumberMarker: marker,
    NextPartNumberMarker: parts.at(-1)?.number ?? 0,
    MaxParts: limit,
    IsTruncated: following.length > parts.length,
    Part: parts.map(({ number, modified, etag, size, checksum }) => ({
      PartNumber: number,
      LastModified: new Date(modified).toISOString(),
      ETag: `"${etag}"`,
      Size: size,
      [`Checksum${checksum.algorithm}`]: checksum.value,
    })),
  })
  return { status: 200, headers: XML, body }
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListMultipartUploads.html */
export const listMultipartUploads: S3Operation = ({ bucket, query }, s3) => {
  const limit = pageSize(query, "max-uploads")
  const encode = keyEncoder(query)
  const text = (name: string) => query.get(name) ?? ""
  const { uploads, prefixes, isTruncated } = page(s3.uploads.list(bucket), query, limit)
  const last = uploads.at(-1)
  const body = xmlDocument("ListMultipartUploadsResult", {
    Bucket: bucket,
    KeyMarker: encode(text("key-marker")),
    UploadIdMarker: text("upload-id-marker"),
    NextKeyMarker: isTruncated ? encode(later(last?.key ?? "", prefixes.at(-1) ?? "")) : undefined,
    NextUploadIdMarker: isTruncated ? last?.id : undefined,
    Prefix: encode(text("prefix")),
    Delimiter: query.has("delimiter") ? encode(text("delimiter")) : undefined,
    EncodingType: query.get("encoding-type") ?? undefined,
    MaxUploads: limit,
    IsTruncated: isTruncated,
    Upload: uploads.map((upload) => uploadXml(upload, encode, s3.context.accountId)),
    CommonPrefixes: prefixes.map((prefix) => ({ Prefix: encode(prefix) })),
  })
  return { status: 200, headers: XML, body }
}

function page(all: readonly Upload[], query: URLSearchParams, limit: number) {
  const prefix = query.get("prefix") ?? ""
  const uploads: Upload[] = []
  const prefixes = new Set<string>()
  for (const upload of afterMarkers(all, query)) {
    if (!upload.key.startsWith(prefix)) continue
    const common = commonPrefix(upload.key, prefix, query.get("delimiter") ?? "")
    // A marker that is a common prefix stands for all keys that begin with it.
    if (common !== undefined && (prefixes.has(common) || common === query.get("key-marker"))) continue
    if (uploads.length + prefixes.size === limit) return { uploads, prefixes: [...prefixes], isTruncated: limit > 0 }
    if (common === undefined) uploads.push(upload)
    else prefixes.add(common)
  }
  return { uploads, prefixes: [...prefixes], isTruncated: false }
}

/** The id's marker counts for uploads of the same key alone. */
function afterMarkers(all: readonly Upload[], query: URLSearchParams): readonly Upload[] {
  const key = query.get("key-marker") ?? ""
  if (key === "") return all
  const position = all.findIndex((upload) => upload.key === key && upload.id === query.get("upload-id-marker"))
  if (position >= 0) return all.slice(position + 1)
  return all.filter((upload) => upload.key !== key && later(key, upload.key) === upload.key)
}

const uploadXml = (upload: Upload, encode: (text: string) => string, owner: string) => ({
  Key: encode(upload.key),
  UploadId: upload.id,
  Initiator: { ID: owner },
  Owner: { ID: owner },
  StorageClass: storageClassOf(upload),
  Initiated: new Date(upload.initiated).toISOString(),
  ...checksumXml(upload),
})

const checksumXml = ({ checksum }: Upload) =>
  checksum ? { ChecksumAlgorithm: checksum.algorithm, ChecksumType: checksum.type } : {}
