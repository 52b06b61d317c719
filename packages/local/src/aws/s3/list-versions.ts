import { invalidArgument } from "./errors.ts"
import { afterPrefix, commonPrefix, later } from "./list-keys.ts"
import { contents, keyEncoder, pageSize } from "./listing-xml.ts"
import type { Objects } from "./objects.ts"
import type { S3Internals, S3Operation } from "./types.ts"
import { isDeleteMarker } from "./version-table.ts"
import type { Version } from "./version-table.ts"
import { checkVersionId } from "./versioning.ts"
import { xmlDocument } from "./xml.ts"
import type { XmlContent } from "./xml.ts"

interface Listed {
  readonly version: Version
  readonly isLatest: boolean
}

interface Page {
  readonly items: readonly (Listed | string)[]
  readonly isTruncated: boolean
}

/** All versions and delete markers, by key and the latest first. https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html */
export const listObjectVersions: S3Operation = ({ bucket, query }, s3) => {
  checkMarkers(query)
  const limit = pageSize(query, "max-keys")
  const page = limit === 0 ? { items: [], isTruncated: false } : takePage(listed(s3.objects, bucket, query), limit)
  const body = xmlDocument("ListVersionsResult", { Name: bucket, MaxKeys: limit, ...pageXml(page, query, s3) })
  return { status: 200, headers: { "content-type": "application/xml" }, body }
}

function checkMarkers(query: URLSearchParams): void {
  const version = query.get("version-id-marker")
  if (version === null) return
  if (!query.get("key-marker"))
    throw invalidArgument("version-id-marker", version, "A version-id marker cannot be specified without a key marker.")
  if (version !== "") checkVersionId(version, "version-id-marker")
}

function takePage(all: Iterable<Listed | string>, limit: number): Page {
  const items: (Listed | string)[] = []
  for (const item of all) {
    if (items.length === limit) return { items, isTruncated: true }
    items.push(item)
  }
  return { items, isTruncated: false }
}

/** What follows the markers: versions, and common prefixes as texts. */
function* listed(objects: Objects, bucket: string, query: URLSearchParams): Generator<Listed | string> {
  const [prefix, delimiter, marker] = [text(query, "prefix"), text(query, "delimiter"), text(query, "key-marker")]
  let position = firstPosition(query)
  while (position !== undefined) {
    const key = objects.firstKeyFrom(bucket, later(prefix, position))
    if (!key?.startsWith(prefix)) return
    const common = commonPrefix(key, prefix, delimiter)
    if (common !== undefined) yield common
    else yield* versionsOf(objects, bucket, key, key === marker ? text(query, "version-id-marker") : "")
    position = common === undefined ? `${key}\0` : afterPrefix(common)
  }
}

/** A key goes on after the version of the marker; a marker that is a common prefix stands for all that begin so. */
function firstPosition(query: URLSearchParams): string | undefined {
  const marker = text(query, "key-marker")
  if (marker === "" || text(query, "version-id-marker") !== "") return marker
  const isPrefix = commonPrefix(marker, text(query, "prefix"), text(query, "delimiter")) === marker
  return isPrefix ? afterPrefix(marker) : `${marker}\0`
}

/** Where the marker's version is gone, as when each page is deleted before the next, all of the key's are still to come. */
function versionsOf(objects: Objects, bucket: string, key: string, marker: string): readonly Listed[] {
  const all = objects.versions(bucket, key).map(({ entry }, index) => ({ version: entry, isLatest: index === 0 }))
  return all.slice(all.findIndex(({ version }) => version.version === marker) + 1)
}

function pageXml({ items, isTruncated }: Page, query: URLSearchParams, s3: S3Internals) {
  const encode = keyEncoder(query)
  const versions = items.filter((item) => typeof item !== "string")
  const last = isTruncated ? items.at(-1) : undefined
  const [lastKey, lastVersion] = typeof last === "string" ? [last] : [last?.version.key, last?.version.version]
  return {
    Prefix: encode(text(query, "prefix")),
    KeyMarker: encode(text(query, "key-marker")),
    VersionIdMarker: text(query, "version-id-marker"),
    NextKeyMarker: lastKey === undefined ? undefined : encode(lastKey),
    NextVersionIdMarker: lastVersion,
    Delimiter: query.has("delimiter") ? encode(text(query, "delimiter")) : undefined,
    EncodingType: query.get("encoding-type") ?? undefined,
    IsTruncated: isTruncated,
    Version: versions.filter(({ version }) => !isDeleteMarker(version)).map((one) => itemXml(one, encode, s3)),
    DeleteMarker: versions.filter(({ version }) => isDeleteMarker(version)).map((one) => itemXml(one, encode, s3)),
    CommonPrefixes: items.filter((item) => typeof item === "string").map((item) => ({ Prefix: encode(item) })),
  }
}

function itemXml({ version, isLatest }: Listed, encode: (key: string) => string, { context }: S3Internals): XmlContent {
  const described = isDeleteMarker(version)
    ? {
        Key: encode(version.key),
        LastModified: new Date(version.modified).toISOString(),
        Owner: { ID: context.accountId },
      }
    : contents(version, encode, context.accountId)
  return { ...described, VersionId: version.version, IsLatest: isLatest }
}

const text = (query: URLSearchParams, name: string) => query.get(name) ?? ""
