import type { DatabaseSync } from "node:sqlite"
import type { Checksum, ChecksumAlgorithm, ChecksumType } from "./checksums.ts"
import { noSuchKey } from "./errors.ts"
import type { Tags } from "./tags.ts"

/** What is kept of an object besides its bytes. */
export interface StoredObject {
  readonly bucket: string
  readonly key: string
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
}

export interface ObjectTable {
  find(bucket: string, key: string): StoredObject | undefined
  /** Throws NoSuchKey. */
  get(bucket: string, key: string): StoredObject
  /** The first object whose key is at or after `from`, in the order of the keys' UTF-8 bytes. */
  firstFrom(bucket: string, from: string): StoredObject | undefined
  /** Creates or replaces; returns the ids of bodies that no object has any more. */
  put(object: StoredObject): readonly string[]
  /** Returns the ids of bodies that no object has any more. */
  delete(object: StoredObject): readonly string[]
  setTags(bucket: string, key: string, tags: Tags): void
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
}

export function objectTable(store: DatabaseSync): ObjectTable {
  store.exec(SCHEMA)
  const select = store.prepare("SELECT * FROM s3_objects WHERE bucket = ? AND key = ?")
  // The store is UTF-8 and compares text byte by byte, which is S3's order of keys.
  const from = store.prepare("SELECT * FROM s3_objects WHERE bucket = ? AND key >= ? ORDER BY key LIMIT 1")
  const upsert = store.prepare("INSERT OR REPLACE INTO s3_objects VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
  const remove = store.prepare("DELETE FROM s3_objects WHERE bucket = ? AND key = ?")
  const tag = store.prepare("UPDATE s3_objects SET tags = ? WHERE bucket = ? AND key = ?")
  const byBody = store.prepare("SELECT 1 FROM s3_objects WHERE body = ? LIMIT 1")

  const hasBody = (body: string) => byBody.get(body) !== undefined
  const find = (bucket: string, key: string) => toObject(select.get(bucket, key) as Row | undefined)
  const unused = (body: string | undefined) => (body === undefined || hasBody(body) ? [] : [body])
  return {
    find,
    get(bucket, key) {
      const object = find(bucket, key)
      if (object === undefined) throw noSuchKey(key)
      return object
    },
    firstFrom: (bucket, key) => toObject(from.get(bucket, key) as Row | undefined),
    put(object) {
      const replaced = find(object.bucket, object.key)
      upsert.run(...toValues(object))
      return unused(replaced?.body)
    },
    delete({ bucket, key, body }) {
      remove.run(bucket, key)
      return unused(body)
    },
    setTags: (bucket, key, tags) => void tag.run(JSON.stringify(tags), bucket, key),
    hasBody,
    clear: () => store.exec("DELETE FROM s3_objects"),
  }
}

function toObject(row: Row | undefined): StoredObject | undefined {
  if (row === undefined) return undefined
  const { checksum_algorithm, checksum, checksum_type, headers, tags, ...rest } = row
  return {
    ...rest,
    checksum: {
      algorithm: checksum_algorithm as ChecksumAlgorithm,
      value: checksum,
      type: checksum_type as ChecksumType,
    },
    headers: JSON.parse(headers) as Record<string, string>,
    tags: JSON.parse(tags) as Tags,
  }
}

function toValues({ bucket, key, body, size, md5, etag, modified, checksum, headers, tags }: StoredObject) {
  const { algorithm, value, type } = checksum
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
  ] as const
}
