import { invalidArgument } from "./errors.ts"
import type { ObjectTable, StoredObject } from "./object-table.ts"
import type { S3Internals, S3Operation } from "./types.ts"
import { xmlDocument } from "./xml.ts"

const MAXIMUM_KEYS = 1000

interface Listing {
  readonly objects: readonly StoredObject[]
  readonly prefixes: readonly string[]
  /** Where the next page begins; undefined on the last page. */
  readonly next: string | undefined
}

interface Selection {
  readonly prefix: string
  readonly delimiter: string
  /** The first key that may be listed. */
  readonly from: string
  readonly limit: number
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html */
export const listObjectsV2: S3Operation = (request, s3) => {
  const { bucket, query } = request
  const limit = Math.min(maxKeys(query.get("max-keys")), MAXIMUM_KEYS)
  const selection = {
    prefix: query.get("prefix") ?? "",
    delimiter: query.get("delimiter") ?? "",
    from: firstKey(query),
    limit,
  }
  const listing = limit === 0 ? { objects: [], prefixes: [], next: undefined } : list(s3.objects, bucket, selection)
  return {
    status: 200,
    headers: { "content-type": "application/xml" },
    body: listingXml(bucket, query, limit, listing, s3),
  }
}

/** Goes from key to key, and over a whole common prefix in one step. */
function list(table: ObjectTable, bucket: string, { prefix, delimiter, from, limit }: Selection): Listing {
  const objects: StoredObject[] = []
  const prefixes: string[] = []
  let position: string | undefined = later(prefix, from)
  while (position !== undefined) {
    const object = table.firstFrom(bucket, position)
    if (!object?.key.startsWith(prefix)) break
    if (objects.length + prefixes.length === limit) return { objects, prefixes, next: position }
    const common = commonPrefix(object.key, prefix, delimiter)
    if (common === undefined) objects.push(object)
    else prefixes.push(common)
    position = common === undefined ? `${object.key}\0` : afterPrefix(common)
  }
  return { objects, prefixes, next: undefined }
}

function commonPrefix(key: string, prefix: string, delimiter: string): string | undefined {
  const end = delimiter === "" ? -1 : key.indexOf(delimiter, prefix.length)
  return end < 0 ? undefined : key.slice(0, end + delimiter.length)
}

/** The first text after all that begin with the prefix; undefined where there is none. */
function afterPrefix(prefix: string): string | undefined {
  const points = Array.from(prefix, (character) => character.codePointAt(0) ?? 0)
  for (let last = points.pop(); last !== undefined; last = points.pop()) {
    const next = last === 0xd7ff ? 0xe000 : last + 1
    if (next <= 0x10ffff) return String.fromCodePoint(...points, next)
  }
  return undefined
}

/** JavaScript compares UTF-16 units, in which an emoji comes before U+E000 and after; S3 compares UTF-8 bytes. */
const later = (a: string, b: string) => (Buffer.compare(Buffer.from(a), Buffer.from(b)) < 0 ? b : a)

/** A continuation token wins over start-after. */
function firstKey(query: URLSearchParams): string {
  const token = query.get("continuation-token")
  if (token !== null) return readToken(token)
  const after = query.get("start-after") ?? ""
  return after === "" ? "" : `${after}\0`
}

const writeToken = (position: string) => `1${Buffer.from(position).toString("base64url")}`

function readToken(token: string): string {
  const position = Buffer.from(token.slice(1), "base64url").toString()
  if (writeToken(position) === token) return position
  throw invalidArgument("continuation-token", token, "The continuation token provided is incorrect")
}

function maxKeys(value: string | null): number {
  if (value === null || value === "") return MAXIMUM_KEYS
  if (/^\d+$/.test(value)) return Number(value)
  throw invalidArgument("max-keys", value, "Provided max-keys not an integer or within integer range")
}

function listingXml(bucket: string, query: URLSearchParams, limit: number, listing: Listing, s3: S3Internals): string {
  const encode = query.get("encoding-type") === "url" ? urlEncode : (text: string) => text
  const optional = (name: string) => query.get(name) ?? undefined
  const encoded = (name: string) => optional(name) && encode(optional(name) ?? "")
  const { objects, prefixes, next } = listing
  return xmlDocument("ListBucketResult", {
    Name: bucket,
    Prefix: encode(query.get("prefix") ?? ""),
    Delimiter: encoded("delimiter"),
    StartAfter: encoded("start-after"),
    EncodingType: optional("encoding-type"),
    MaxKeys: limit,
    KeyCount: objects.length + prefixes.length,
    IsTruncated: next !== undefined,
    ContinuationToken: optional("continuation-token"),
    NextContinuationToken: next === undefined ? undefined : writeToken(next),
    Contents: objects.map((object) =>
      contents(object, encode, query.get("fetch-owner") === "true" ? s3.context.accountId : undefined),
    ),
    CommonPrefixes: prefixes.map((prefix) => ({ Prefix: encode(prefix) })),
  })
}

function contents(
  { key, modified, etag, size, checksum, headers }: StoredObject,
  encode: (text: string) => string,
  owner?: string,
) {
  return {
    Key: encode(key),
    LastModified: new Date(modified).toISOString(),
    ETag: `"${etag}"`,
    ChecksumAlgorithm: checksum.algorithm,
    ChecksumType: checksum.type,
    Size: size,
    Owner: owner === undefined ? undefined : { ID: owner },
    StorageClass: headers["x-amz-storage-class"] ?? "STANDARD",
  }
}

/** As a form field is encoded, but with slashes left as they are. */
function urlEncode(text: string): string {
  const encoded = encodeURIComponent(text).replace(
    /[!'()]/g,
    (found) => `%${found.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return encoded.replaceAll("%2F", "/").replaceAll("%20", "+")
}
