import type { DatabaseSync } from "node:sqlite"
import type { ScheduleConfig } from "./config.ts"

// A schedule of the app that was deleted after its completion stays as a retired row: without it, the next start would run it again.
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS scheduler_schedules (
    group_name TEXT NOT NULL, name TEXT NOT NULL, config TEXT NOT NULL, from_app INTEGER NOT NULL, created INTEGER NOT NULL,
    modified INTEGER NOT NULL, anchor INTEGER NOT NULL, next_time INTEGER, last_time INTEGER, last_error TEXT,
    retired INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (group_name, name)
  )`

/** With what only AWS's API has. */
export interface StoredSchedule extends ScheduleConfig {
  readonly group: string
  readonly description?: string
  readonly kmsKeyArn?: string
}

export interface ScheduleRow {
  readonly config: StoredSchedule
  /** Declared by the app, not created by a call. */
  readonly fromApp: boolean
  readonly created: number
  readonly modified: number
  /** From when on a rate is counted. */
  readonly anchor: number
  /** The next occurrence; undefined for a schedule that is disabled or completed. */
  readonly nextTime: number | undefined
  readonly lastTime: number | undefined
  readonly lastError: string | undefined
  readonly retired: boolean
}

/** What a write of a schedule says; what became of earlier occurrences stays. */
export type NewSchedule = Omit<ScheduleRow, "lastTime" | "lastError" | "retired">

export type ScheduleRows = ReturnType<typeof scheduleRows>

export function scheduleRows(store: DatabaseSync) {
  store.exec(SCHEMA)
  const put = store.prepare(`INSERT INTO scheduler_schedules
      (group_name, name, config, from_app, created, modified, anchor, next_time) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET config = excluded.config, from_app = excluded.from_app, created = excluded.created,
      modified = excluded.modified, anchor = excluded.anchor, next_time = excluded.next_time, retired = 0`)
  const get = store.prepare("SELECT * FROM scheduler_schedules WHERE group_name = ? AND name = ?")
  const all = store.prepare("SELECT * FROM scheduler_schedules WHERE retired = 0 ORDER BY group_name, name")
  const ofApp = store.prepare("SELECT * FROM scheduler_schedules WHERE from_app = 1")
  const due = store.prepare("SELECT * FROM scheduler_schedules WHERE next_time <= ? ORDER BY next_time")
  const earliest = store.prepare("SELECT min(next_time) AS earliest FROM scheduler_schedules")
  const plan = store.prepare("UPDATE scheduler_schedules SET next_time = ? WHERE group_name = ? AND name = ?")
  const note = store.prepare(
    "UPDATE scheduler_schedules SET last_time = ?, last_error = ? WHERE group_name = ? AND name = ?",
  )
  const retire = store.prepare("UPDATE scheduler_schedules SET retired = 1 WHERE group_name = ? AND name = ?")
  const remove = store.prepare("DELETE FROM scheduler_schedules WHERE group_name = ? AND name = ?")
  const clear = store.prepare("DELETE FROM scheduler_schedules")
  return {
    /** Retired ones too. */
    get: (group: string, name: string) => optionalRow(get.get(group, name)),
    all: () => all.all().map(toRow),
    ofApp: () => ofApp.all().map(toRow),
    due: (now: number) => due.all(now).map(toRow),
    earliest: () => (earliest.get() as { earliest: number | null }).earliest ?? undefined,
    put: ({ config, fromApp, created, modified, anchor, nextTime }: NewSchedule) => {
      const { group, name } = config
      put.run(group, name, JSON.stringify(config), Number(fromApp), created, modified, anchor, nextTime ?? null)
    },
    plan: ({ group, name }: Key, nextTime: number | undefined) => void plan.run(nextTime ?? null, group, name),
    /** What became of the last invocation. */
    note: ({ group, name }: Key, time: number, error: string | undefined) => {
      note.run(time, error ?? null, group, name)
    },
    retire: ({ group, name }: Key) => void retire.run(group, name),
    remove: ({ group, name }: Key) => void remove.run(group, name),
    clear: () => void clear.run(),
  }
}

export interface Key {
  readonly group: string
  readonly name: string
}

type Raw = ReturnType<ReturnType<DatabaseSync["prepare"]>["all"]>[number]

function optionalRow(raw: Raw | undefined): ScheduleRow | undefined {
  return raw && toRow(raw)
}

function toRow(raw: Raw): ScheduleRow {
  return {
    config: JSON.parse(raw["config"] as string) as StoredSchedule,
    fromApp: raw["from_app"] === 1,
    created: raw["created"] as number,
    modified: raw["modified"] as number,
    anchor: raw["anchor"] as number,
    nextTime: (raw["next_time"] as number | null) ?? undefined,
    lastTime: (raw["last_time"] as number | null) ?? undefined,
    lastError: (raw["last_error"] as string | null) ?? undefined,
    retired: raw["retired"] === 1,
  }
}
