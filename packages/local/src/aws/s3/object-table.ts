import type { DatabaseSync } from "node:sqlite"
import { addColumn } from "../add-column.ts"
import type { Checksum, ChecksumAlgorithm, ChecksumType } from "./checksums.ts"
import type { Tags } from "./tags.ts"

/** What is kept of an object besides its bytes. */
export interface StoredObject {
  readonly bucket: string
  readonly key: string
  /** Opaque; `null` where the bucket did not keep versions when it was stored. */
  readonly version: string
  /** The id of its body file; copies share one. */
  readonly body: string
  readonly size: number
  /** Hexadecimal, of the whole body. */
  readonly md5: string
  /** Without quotes. */
  readonly etag: string
  /** Milliseconds since the epoch, of a whole second. */
  readonly modified: number
  readonly checksum: Checksum
  /** Response headers such as content-type and x-amz-meta-*. */
  readonly headers: Readonly<Record<string, string>>
  readonly tags: Tags
  readonly restore?: Restore
}

/** An archived object that is being restored, or that was and can be read for some days. Times are in milliseconds since the epoch. */
export interface Restore {
  readonly days: number
  readonly tier: RestoreTier
  /** When the restoration ends. */
  readonly ready: number
  /** When the restored copy goes; it is not there yet where this is not. */
  readonly expires?: number
}

export type RestoreTier = "Expedited" | "Standard" | "Bulk"

/** The objects that readers see: the latest version of each key, where it is no delete marker. */
export interface ObjectTable {
  find(bucket: string, key: string): StoredObject | undefined
  /** The first object whose key is at or after `from`, in the order of the keys' UTF-8 bytes. */
  firstFrom(bucket: string, from: string): StoredObject | undefined
  /** Creates or replaces. */
  put(object: StoredObject): void
  delete(object: Pick<StoredObject, "bucket" | "key">): void
  /** Those with a restoration, under way or done. */
  restored(): readonly StoredObject[]
  hasBody(body: string): boolean
  clear(): void
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS s3_objects (
    bucket TEXT NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL, size INTEGER NOT NULL, md5 TEXT NOT NULL,
    etag TEXT NOT NULL, modified INTEGER NOT NULL, checksum_algorithm TEXT NOT NULL, checksum TEXT NOT NULL,
    checksum_type TEXT NOT NULL, headers TEXT NOT NULL, tags TEXT NOT NULL, PRIMARY KEY (bucket, key)
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS s3_objects_by_body ON s3_objects (body)`

interface Row {
  bucket: string
  key: string
  body: string
  size: number
  md5: string
  etag: string
  modified: number
  checksum_algorithm: string
  checksum: string
  checksum_type: string
  headers: string
  tags: string
  version: string
  restore: string | null
}

export function objectTable(store: DatabaseSync): ObjectTable {
  store.exec(SCHEMA)
  addColumn(store, "s3_objects", "version TEXT NOT NULL DEFAULT 'null'")
  addColumn(store, "s3_objects", "restore TEXT")
  store.exec("CREATE INDEX IF NOT EXISTS s3_objects_restored ON s3_objects (restore) WHERE restore IS NOT NULL")
  const select = store.prepare("SELECT * FROM s3_objects WHERE bucket = ? AND key = ?")
  // The store is UTF-8 and compares text byte by byte, which is S3's order of keys.
  const from = store.prepare("SELECT * FROM s3_objects WHERE bucket = ? AND key >= ? ORDER BY key LIMIT 1")
  const upsert = store.prepare("INSERT OR REPLACE INTO s3_objects VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
  const remove = store.prepare("DELETE FROM s3_objects WHERE bucket = ? AND key = ?")
  const restored = store.prepare("SELECT * FROM s3_objects WHERE restore IS NOT NULL")
  const byBody = store.prepare("SELECT 1 FROM s3_objects WHERE body = ? LIMIT 1")
  const first = (row: unknown) => (row === undefined ? undefined : toObject(row as Row))
  return {
    find: (bucket, key) => first(select.get(bucket, key)),
    firstFrom: (bucket, key) => first(from.get(bucket, key)),
    put: (object) => void upsert.run(...toValues(object)),
    delete: ({ bucket, key }) => void remove.run(bucket, key),
    restored: () => restored.all().map((row) => toObject(row as unknown as Row)),
    hasBody: (body) => byBody.get(body) !== undefined,
    clear: () => store.exec("DELETE FROM s3_objects"),
  }
}

function toObject(row: Row): StoredObject {
  const { checksum_algorithm, checksum, checksum_type, headers, tags, restore, ...rest } = row
  return {
    ...rest,
    checksum: {
      algorithm: checksum_algorithm as ChecksumAlgorithm,
      value: checksum,
      type: checksum_type as ChecksumType,
    },
    headers: JSON.parse(headers) as Record<string, string>,
    tags: JSON.parse(tags) as Tags,
    ...(restore === null ? {} : { restore: JSON.parse(restore) as Restore }),
  }
}

function toValues({ bucket, key, body, size, md5, etag, modified, checksum, ...rest }: StoredObject) {
  const { algorithm, value, type } = checksum
  const { headers, tags, version, restore } = rest
  return [
    bucket,
    key,
    body,
    size,
    md5,
    etag,
    modified,
    algorithm,
    value,
    type,
    JSON.stringify(headers),
    JSON.stringify(tags),
    version,
    restore === undefined ? null : JSON.stringify(restore),
  ] as const
}
