import { randomBytes } from "node:crypto"
import type { DatabaseSync } from "node:sqlite"
import { invalidArgument } from "./errors.ts"
import type { S3Bucket, S3Internals } from "./types.ts"

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/Versioning.html */
export interface Versioning {
  /** undefined for a bucket that never kept versions; one that did once is suspended, and keeps what it has. */
  statusOf(bucket: string): "Enabled" | "Suspended" | undefined
  /** The id for what is stored next. */
  newVersion(bucket: string): string
  /** Forgets which buckets kept versions in the past. */
  clear(): void
}

/** The id of what is stored while the bucket does not make versions. */
export const NULL_VERSION = "null"

const SCHEMA = "CREATE TABLE IF NOT EXISTS s3_versioned_buckets (name TEXT PRIMARY KEY) WITHOUT ROWID"
const VERSION = /^(null|[\w.-]{32})$/

export function openVersioning(store: DatabaseSync, buckets: readonly S3Bucket[]): Versioning {
  store.exec(SCHEMA)
  const insert = store.prepare("INSERT OR IGNORE INTO s3_versioned_buckets VALUES (?)")
  const select = store.prepare("SELECT name FROM s3_versioned_buckets")
  const enabled = new Set(buckets.filter(({ versioning }) => versioning).map(({ name }) => name))
  let known: ReadonlySet<unknown>
  function enable(): void {
    for (const name of enabled) insert.run(name)
    known = new Set(select.all().map((row) => row["name"]))
  }
  enable()
  return {
    statusOf(bucket) {
      if (enabled.has(bucket)) return "Enabled"
      return known.has(bucket) ? "Suspended" : undefined
    },
    newVersion: (bucket) => (enabled.has(bucket) ? randomBytes(24).toString("base64url") : NULL_VERSION),
    clear() {
      store.exec("DELETE FROM s3_versioned_buckets")
      enable()
    },
  }
}

/** The header that names a version, in a response about a bucket that has versions. */
export function versionHeader(
  { versioning }: S3Internals,
  { bucket, version }: { readonly bucket: string; readonly version: string },
  name = "x-amz-version-id",
): Record<string, string> {
  return versioning.statusOf(bucket) === undefined ? {} : { [name]: version }
}

export const isVersionId = (text: string) => VERSION.test(text)

/** Checks the form of a version's id that a request names. */
export function checkVersionId(version: string, argument = "versionId"): string {
  if (version === "") throw invalidArgument(argument, version, "Version id cannot be the empty string")
  if (!isVersionId(version)) throw invalidArgument(argument, version, "Invalid version id specified")
  return version
}

/** The version that a request's query names. */
export function requestedVersion(query: URLSearchParams): string | undefined {
  const version = query.get("versionId")
  return version === null ? undefined : checkVersionId(version)
}
