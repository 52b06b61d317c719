import type { DatabaseSync } from "node:sqlite"

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS events_archive (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    archive TEXT NOT NULL,
    bus TEXT NOT NULL,
    time INTEGER NOT NULL,
    event_id TEXT NOT NULL,
    payload TEXT NOT NULL
  );
  CREATE INDEX IF NOT EXISTS events_archive_time ON events_archive (archive, time, seq);
  CREATE TABLE IF NOT EXISTS events_recent (seq INTEGER PRIMARY KEY AUTOINCREMENT, bus TEXT NOT NULL, payload TEXT NOT NULL, rules TEXT NOT NULL)`

export interface ArchivedRow {
  readonly archive: string
  /** The bus's ARN. */
  readonly bus: string
  /** The event's own time, in milliseconds since the epoch. */
  readonly time: number
  readonly event_id: string
  readonly payload: string
}

export interface RecentRow {
  readonly bus: string
  readonly payload: string
  readonly rules: string
}

const RECENT_EVENTS = 1_000

export type ArchiveRows = ReturnType<typeof archiveRows>

/** Archived events, and the last thousand events of all buses. */
export function archiveRows(store: DatabaseSync) {
  store.exec(SCHEMA)
  const insert = store.prepare(
    "INSERT INTO events_archive (archive, bus, time, event_id, payload) VALUES (:archive, :bus, :time, :event_id, :payload)",
  )
  const expire = store.prepare("DELETE FROM events_archive WHERE archive = ? AND time < ?")
  const between = store.prepare(
    "SELECT * FROM events_archive WHERE archive = ? AND time >= ? AND time < ? ORDER BY time, seq",
  )
  const firstTime = store.prepare(
    "SELECT min(time) AS time FROM events_archive WHERE archive = ? AND time >= ? AND time < ?",
  )
  const size = store.prepare(
    "SELECT count(*) AS events, coalesce(sum(length(CAST(payload AS BLOB))), 0) AS bytes FROM events_archive WHERE archive = ?",
  )
  const addRecent = store.prepare(
    "INSERT INTO events_recent (bus, payload, rules) VALUES (:bus, :payload, :rules) RETURNING seq",
  )
  const trimRecent = store.prepare("DELETE FROM events_recent WHERE seq <= ?")
  const recent = store.prepare("SELECT bus, payload, rules FROM events_recent ORDER BY seq DESC LIMIT ?")
  return {
    insert: (row: ArchivedRow) => void insert.run({ ...row }),
    expire: (archive: string, before: number) => void expire.run(archive, before),
    /** From `from` on and before `to`. */
    between: (archive: string, from: number, to: number) => between.all(archive, from, to) as unknown as ArchivedRow[],
    firstTime: (archive: string, from: number, to: number) =>
      (firstTime.get(archive, from, to) as { time: number | null }).time ?? undefined,
    size: (archive: string) => size.get(archive) as { events: number; bytes: number },
    addRecent: (row: RecentRow) =>
      void trimRecent.run((addRecent.get({ ...row }) as { seq: number }).seq - RECENT_EVENTS),
    /** Latest first. */
    recent: (limit: number) => recent.all(limit) as unknown as RecentRow[],
    clear: () => store.exec("DELETE FROM events_archive; DELETE FROM events_recent"),
  }
}
