import { storageClassOf } from "./archive.ts"
import { invalidArgument } from "./errors.ts"
import type { StoredObject } from "./object-table.ts"

/** At most as many entries are in one listing, whatever the caller asks for. */
const MAXIMUM_ENTRIES = 1000

/** A page's size, from the parameter of that name. */
export function pageSize(query: URLSearchParams, name: string): number {
  const value = query.get(name)
  if (value === null || value === "") return MAXIMUM_ENTRIES
  if (/^\d+$/.test(value)) return Math.min(Number(value), MAXIMUM_ENTRIES)
  throw invalidArgument(name, value, `Provided ${name} not an integer or within integer range`)
}

/** How the caller wants keys: as they are, or encoded, for XML cannot hold every character. */
export const keyEncoder = (query: URLSearchParams) =>
  query.get("encoding-type") === "url" ? urlEncode : (text: string) => text

export function contents(object: StoredObject, encode: (text: string) => string, owner?: string) {
  const { key, modified, etag, size, checksum } = object
  return {
    Key: encode(key),
    LastModified: new Date(modified).toISOString(),
    ETag: `"${etag}"`,
    ChecksumAlgorithm: checksum.algorithm,
    ChecksumType: checksum.type,
    Size: size,
    Owner: owner === undefined ? undefined : { ID: owner },
    StorageClass: storageClassOf(object),
  }
}

/** As a form field is encoded, but with slashes left as they are. */
export function urlEncode(text: string): string {
  const encoded = encodeURIComponent(text).replace(
    /[!'()]/g,
    (found) => `%${found.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return encoded.replaceAll("%2F", "/").replaceAll("%20", "+")
}
