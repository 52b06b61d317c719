import { afterPrefix, commonPrefix, later, listKeys } from "./list-keys.ts"
import type { Listing } from "./list-keys.ts"
import { contents, keyEncoder, pageSize } from "./listing-xml.ts"
import type { S3Operation } from "./types.ts"
import { xmlDocument } from "./xml.ts"

/** The first version, which old clients still use. https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjects.html */
export const listObjects: S3Operation = ({ bucket, query }, s3) => {
  const limit = pageSize(query, "max-keys")
  const prefix = query.get("prefix") ?? ""
  const delimiter = query.get("delimiter") ?? ""
  const from = firstKey(query.get("marker") ?? "", prefix, delimiter)
  const isEmpty = limit === 0 || from === undefined
  const listing = isEmpty ? EMPTY : listKeys(s3.objects, bucket, { prefix, delimiter, from, limit })
  const body = listingXml(bucket, query, limit, listing, s3.context.accountId)
  return { status: 200, headers: { "content-type": "application/xml" }, body }
}

const EMPTY: Listing = { objects: [], prefixes: [], next: undefined }

/** A marker that is a common prefix stands for all keys that begin with it; undefined where none can follow. */
function firstKey(marker: string, prefix: string, delimiter: string): string | undefined {
  if (marker === "") return ""
  const isPrefix = marker.startsWith(prefix) && commonPrefix(marker, prefix, delimiter) === marker
  return isPrefix ? afterPrefix(marker) : `${marker}\0`
}

function listingXml(bucket: string, query: URLSearchParams, limit: number, listing: Listing, owner: string): string {
  const { objects, prefixes, next } = listing
  const encode = keyEncoder(query)
  const delimiter = query.get("delimiter") || undefined
  const last = later(objects.at(-1)?.key ?? "", prefixes.at(-1) ?? "")
  return xmlDocument("ListBucketResult", {
    Name: bucket,
    Prefix: encode(query.get("prefix") ?? ""),
    Marker: encode(query.get("marker") ?? ""),
    // Without a delimiter the caller takes the last key.
    NextMarker: next === undefined || delimiter === undefined ? undefined : encode(last),
    Delimiter: delimiter && encode(delimiter),
    EncodingType: query.get("encoding-type") ?? undefined,
    MaxKeys: limit,
    IsTruncated: next !== undefined,
    Contents: objects.map((object) => contents(object, encode, owner)),
    CommonPrefixes: prefixes.map((item) => ({ Prefix: encode(item) })),
  })
}
