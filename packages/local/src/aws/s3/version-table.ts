import type { DatabaseSync } from "node:sqlite"
import type { StoredObject } from "./object-table.ts"

/** Says that the key is deleted, while its earlier versions stay. https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeleteMarker.html */
export type DeleteMarker = Pick<StoredObject, "bucket" | "key" | "version" | "modified"> & { readonly body?: never }

export type Version = StoredObject | DeleteMarker

export const isDeleteMarker = (version: Version): version is DeleteMarker => version.body === undefined

/** A version that readers do not see unless they ask for it. */
export interface PastVersion {
  readonly entry: Version
  /** When the next version came, in milliseconds since the epoch; undefined for a delete marker that is the latest. */
  readonly superseded: number | undefined
}

/** Delete markers and the versions before the current one. */
export interface VersionTable {
  /** Becomes the latest in this table. */
  push(entry: Version, superseded: number | undefined): void
  find(bucket: string, key: string, version: string): Version | undefined
  /** Of a key, the latest first. */
  list(bucket: string, key: string): readonly PastVersion[]
  latest(bucket: string, key: string): PastVersion | undefined
  /** The first key at or after `from`. */
  firstKeyFrom(bucket: string, from: string): string | undefined
  replace(entry: Version): void
  /** Says when a delete marker that was the latest was followed by another version. */
  supersede(bucket: string, key: string, time: number): void
  /** Says that a delete marker is the latest again. */
  makeLatest(marker: DeleteMarker): void
  remove(entry: Pick<Version, "bucket" | "key" | "version">): void
  restored(): readonly StoredObject[]
  hasBody(body: string): boolean
  clear(): void
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS s3_versions (
    ordinal INTEGER PRIMARY KEY AUTOINCREMENT, bucket TEXT NOT NULL, key TEXT NOT NULL, version TEXT NOT NULL,
    body TEXT, superseded INTEGER, entry TEXT NOT NULL, UNIQUE (bucket, key, version)
  );
  CREATE INDEX IF NOT EXISTS s3_versions_by_body ON s3_versions (body)`

export function versionTable(store: DatabaseSync): VersionTable {
  store.exec(SCHEMA)
  const insert = store.prepare(
    "INSERT INTO s3_versions (bucket, key, version, body, superseded, entry) VALUES (?, ?, ?, ?, ?, ?)",
  )
  const select = store.prepare("SELECT * FROM s3_versions WHERE bucket = ? AND key = ? AND version = ?")
  const selectAll = store.prepare("SELECT * FROM s3_versions WHERE bucket = ? AND key = ? ORDER BY ordinal DESC")
  const from = store.prepare("SELECT key FROM s3_versions WHERE bucket = ? AND key >= ? ORDER BY key LIMIT 1")
  const update = store.prepare("UPDATE s3_versions SET entry = ? WHERE bucket = ? AND key = ? AND version = ?")
  const supersede = store.prepare(
    "UPDATE s3_versions SET superseded = ? WHERE bucket = ? AND key = ? AND superseded IS NULL",
  )
  const makeLatest = store.prepare(
    "UPDATE s3_versions SET superseded = NULL WHERE bucket = ? AND key = ? AND version = ?",
  )
  const remove = store.prepare("DELETE FROM s3_versions WHERE bucket = ? AND key = ? AND version = ?")
  const restored = store.prepare("SELECT * FROM s3_versions WHERE json_extract(entry, '$.restore') IS NOT NULL")
  const byBody = store.prepare("SELECT 1 FROM s3_versions WHERE body = ? LIMIT 1")
  const one = (row: Record<string, unknown> | undefined) => (row === undefined ? undefined : toVersion(row))
  return {
    push(entry, superseded) {
      const { bucket, key, version } = entry
      const body = isDeleteMarker(entry) ? null : entry.body
      insert.run(bucket, key, version, body, superseded ?? null, JSON.stringify(entry))
    },
    find: (bucket, key, version) => one(select.get(bucket, key, version))?.entry,
    list: (bucket, key) => selectAll.all(bucket, key).map(toVersion),
    latest: (bucket, key) => one(selectAll.get(bucket, key)),
    firstKeyFrom: (bucket, key) => from.get(bucket, key)?.["key"] as string | undefined,
    replace: (entry) => void update.run(JSON.stringify(entry), entry.bucket, entry.key, entry.version),
    supersede: (bucket, key, time) => void supersede.run(time, bucket, key),
    makeLatest: ({ bucket, key, version }) => void makeLatest.run(bucket, key, version),
    remove: ({ bucket, key, version }) => void remove.run(bucket, key, version),
    restored: () => restored.all().map((row) => toVersion(row).entry as StoredObject),
    hasBody: (body) => byBody.get(body) !== undefined,
    clear: () => store.exec("DELETE FROM s3_versions"),
  }
}

const toVersion = (row: Record<string, unknown>): PastVersion => ({
  entry: JSON.parse(row["entry"] as string) as Version,
  superseded: (row["superseded"] as number | null) ?? undefined,
})
