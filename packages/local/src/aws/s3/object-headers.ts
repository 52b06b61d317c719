import { checksumHeaders } from "./checksums.ts"
import { headerNotImplemented, invalidArgument, S3Error } from "./errors.ts"
import type { StoredObject } from "./object-table.ts"

type Headers = Readonly<Record<string, string>>

const SYSTEM_HEADERS = ["cache-control", "content-disposition", "content-language", "expires"]
const METADATA = "x-amz-meta-"
const MAXIMUM_METADATA_BYTES = 2048
/** Headers that would change what is stored or who may read it, and that this engine does not honour. */
const UNSUPPORTED =
  /^x-amz-(object-lock-|grant-|website-redirect-location|server-side-encryption-(customer|aws-kms)|write-offset|mfa)/
const ACCEPTED_ACLS: ReadonlySet<string> = new Set(["private", "bucket-owner-full-control"])

/** The response parameters that override headers, and the headers they set. */
export const RESPONSE_OVERRIDES: Readonly<Record<string, string>> = {
  "response-cache-control": "cache-control",
  "response-content-disposition": "content-disposition",
  "response-content-encoding": "content-encoding",
  "response-content-language": "content-language",
  "response-content-type": "content-type",
  "response-expires": "expires",
}

/** What of a request's headers is kept with the object and sent with it. */
export function storedHeaders(headers: Headers): Record<string, string> {
  refuseUnsupported(headers)
  const kept = Object.entries(headers).filter(([name]) => SYSTEM_HEADERS.includes(name) || name.startsWith(METADATA))
  const encoding = contentEncoding(headers["content-encoding"])
  const storageClass = headers["x-amz-storage-class"]
  const result = {
    ...Object.fromEntries(kept),
    "content-type": headers["content-type"] || "binary/octet-stream",
    ...(encoding ? { "content-encoding": encoding } : {}),
    ...(storageClass && storageClass !== "STANDARD" ? { "x-amz-storage-class": storageClass } : {}),
  }
  checkMetadataSize(result)
  return result
}

/** The headers of an object's response, with whole-object checksums where the caller wants them. */
export function responseHeaders(object: StoredObject, options: { checksum: boolean }): Record<string, string> {
  const tags = Object.keys(object.tags).length
  return {
    ...Object.fromEntries(Object.entries(object.headers).map(([name, value]) => [name, asciiMetadata(name, value)])),
    ...validators(object),
    "accept-ranges": "bytes",
    ...(tags > 0 ? { "x-amz-tagging-count": String(tags) } : {}),
    ...(options.checksum ? checksumHeaders(object.checksum) : {}),
  }
}

export function validators({ etag, modified }: Pick<StoredObject, "etag" | "modified">): Record<string, string> {
  return { etag: `"${etag}"`, "last-modified": new Date(modified).toUTCString() }
}

/** The headers that the query's response-* parameters ask for. */
export function overriddenHeaders(query: URLSearchParams): Record<string, string> {
  const overrides: Record<string, string> = {}
  for (const [parameter, header] of Object.entries(RESPONSE_OVERRIDES)) {
    const value = query.get(parameter)
    if (value === null) continue
    if (!/^[\t\x20-\x7e\xa0-\xff]*$/.test(value)) {
      throw invalidArgument(parameter, value, "Header value cannot be represented using ISO-8859-1.")
    }
    overrides[header] = value
  }
  return overrides
}

function refuseUnsupported(headers: Headers): void {
  const unsupported = Object.keys(headers).find((name) => UNSUPPORTED.test(name))
  if (unsupported !== undefined) throw headerNotImplemented(unsupported)
  const encryption = headers["x-amz-server-side-encryption"]
  if (encryption !== undefined && encryption !== "AES256") throw headerNotImplemented("x-amz-server-side-encryption")
  const acl = headers["x-amz-acl"]
  if (acl === undefined || ACCEPTED_ACLS.has(acl)) return
  throw new S3Error("AccessControlListNotSupported", "The bucket does not allow ACLs")
}

/** `aws-chunked` is about the transfer, not about the object. */
function contentEncoding(value: string | undefined): string | undefined {
  const encodings = value?.split(",").map((encoding) => encoding.trim())
  return encodings?.filter((encoding) => encoding !== "" && encoding !== "aws-chunked").join(",")
}

function checkMetadataSize(headers: Headers): void {
  const metadata = Object.entries(headers).filter(([name]) => name.startsWith(METADATA))
  const size = metadata.reduce((sum, [name, value]) => sum + name.length - METADATA.length + value.length, 0)
  if (size <= MAXIMUM_METADATA_BYTES) return
  const fields = { Size: size, MaxSizeAllowed: MAXIMUM_METADATA_BYTES }
  throw new S3Error("MetadataTooLarge", "Your metadata headers exceed the maximum allowed metadata size", 400, fields)
}

/** S3 sends metadata that is not ASCII in RFC 2047's form. https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html */
function asciiMetadata(name: string, value: string): string {
  if (!name.startsWith(METADATA) || /^[\x20-\x7e]*$/.test(value)) return value
  return `=?UTF-8?B?${Buffer.from(value, "utf8").toString("base64")}?=`
}
