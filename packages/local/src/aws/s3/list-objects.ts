import { invalidArgument } from "./errors.ts"
import { listKeys } from "./list-keys.ts"
import type { Listing } from "./list-keys.ts"
import { contents, keyEncoder, pageSize } from "./listing-xml.ts"
import type { S3Internals, S3Operation } from "./types.ts"
import { xmlDocument } from "./xml.ts"

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html */
export const listObjectsV2: S3Operation = (request, s3) => {
  const { bucket, query } = request
  const limit = pageSize(query, "max-keys")
  const selection = {
    prefix: query.get("prefix") ?? "",
    delimiter: query.get("delimiter") ?? "",
    from: firstKey(query),
    limit,
  }
  const listing = limit === 0 ? { objects: [], prefixes: [], next: undefined } : listKeys(s3.objects, bucket, selection)
  return {
    status: 200,
    headers: { "content-type": "application/xml" },
    body: listingXml(bucket, query, limit, listing, s3),
  }
}

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

function listingXml(bucket: string, query: URLSearchParams, limit: number, listing: Listing, s3: S3Internals): string {
  const encode = keyEncoder(query)
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
