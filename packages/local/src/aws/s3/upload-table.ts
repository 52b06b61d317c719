import type { DatabaseSync } from "node:sqlite"
import type { Checksum, ChecksumAlgorithm, ChecksumType } from "./checksums.ts"
import type { Tags } from "./tags.ts"

/** A multipart upload in progress. */
export interface Upload {
  readonly id: string
  readonly bucket: string
  readonly key: string
  readonly headers: Readonly<Record<string, string>>
  readonly tags: Tags
  /** Milliseconds since the epoch. */
  readonly initiated: number
  /** What the caller asked for; without it S3 computes its own. */
  readonly checksum?: { readonly algorithm: ChecksumAlgorithm; readonly type: ChecksumType }
}

export interface Part {
  readonly number: number
  readonly body: string
  readonly size: number
  /** The MD5 in hexadecimal, without quotes. */
  readonly etag: string
  readonly checksum: Checksum
  /** Milliseconds since the epoch. */
  readonly modified: number
}

export interface UploadTable {
  create(upload: Upload): void
  find(bucket: string, key: string, id: string): Upload | undefined
  /** By key, and those of one key by the time when they began. */
  list(bucket: string): readonly Upload[]
  /** By number, ascending. */
  parts(id: string): readonly Part[]
  /** Creates or replaces; returns the replaced part's body. */
  putPart(id: string, part: Part): readonly string[]
  /** Forgets the upload; returns its parts' bodies. */
  delete(id: string): readonly string[]
  hasBody(body: string): boolean
  clear(): void
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS s3_uploads (id TEXT PRIMARY KEY, upload TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS s3_parts (
    upload TEXT NOT NULL, number INTEGER NOT NULL, body TEXT NOT NULL, part TEXT NOT NULL, PRIMARY KEY (upload, number)
  ) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS s3_parts_by_body ON s3_parts (body)`

export function uploadTable(store: DatabaseSync): UploadTable {
  store.exec(SCHEMA)
  const insert = store.prepare("INSERT INTO s3_uploads VALUES (?, ?)")
  const select = store.prepare("SELECT upload FROM s3_uploads WHERE id = ?")
  const selectAll = store.prepare(
    `SELECT upload FROM s3_uploads WHERE json_extract(upload, '$.bucket') = ?
    ORDER BY json_extract(upload, '$.key'), json_extract(upload, '$.initiated'), id`,
  )
  const remove = store.prepare("DELETE FROM s3_uploads WHERE id = ?")
  const upsertPart = store.prepare("INSERT OR REPLACE INTO s3_parts VALUES (?, ?, ?, ?)")
  const selectPart = store.prepare("SELECT body FROM s3_parts WHERE upload = ? AND number = ?")
  const selectParts = store.prepare("SELECT part FROM s3_parts WHERE upload = ? ORDER BY number")
  const removeParts = store.prepare("DELETE FROM s3_parts WHERE upload = ?")
  const byBody = store.prepare("SELECT 1 FROM s3_parts WHERE body = ? LIMIT 1")

  const parts = (id: string) => selectParts.all(id).map(toPart)
  return {
    create: (upload) => void insert.run(upload.id, JSON.stringify(upload)),
    find(bucket, key, id) {
      const row = select.get(id)
      const upload = row && toUpload(row)
      return upload?.bucket === bucket && upload.key === key ? upload : undefined
    },
    list: (bucket) => selectAll.all(bucket).map(toUpload),
    parts,
    putPart(id, part) {
      const replaced = selectPart.get(id, part.number)
      upsertPart.run(id, part.number, part.body, JSON.stringify(part))
      return replaced ? [replaced["body"] as string] : []
    },
    delete(id) {
      const bodies = parts(id).map(({ body }) => body)
      removeParts.run(id)
      remove.run(id)
      return bodies
    },
    hasBody: (body) => byBody.get(body) !== undefined,
    clear: () => store.exec("DELETE FROM s3_parts; DELETE FROM s3_uploads"),
  }
}

/** Uploads and parts in a state folder from before they had a time count as old. */
const toUpload = (row: Record<string, unknown>): Upload =>
  ({ initiated: 0, ...JSON.parse(row["upload"] as string) }) as Upload

const toPart = (row: Record<string, unknown>): Part => ({ modified: 0, ...JSON.parse(row["part"] as string) }) as Part
