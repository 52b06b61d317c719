import type { DatabaseSync } from "node:sqlite"
import { addColumn } from "../add-column.ts"

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS events_replays (
    name TEXT PRIMARY KEY,
    archive TEXT NOT NULL,
    bus_arn TEXT NOT NULL,
    filter_arns TEXT NOT NULL,
    description TEXT,
    event_start INTEGER NOT NULL,
    event_end INTEGER NOT NULL,
    next_event INTEGER NOT NULL,
    last_replayed INTEGER,
    state TEXT NOT NULL,
    started INTEGER NOT NULL,
    ended INTEGER
  )`

export const REPLAY_STATES = ["STARTING", "RUNNING", "CANCELLING", "COMPLETED", "CANCELLED", "FAILED"] as const

export type ReplayState = (typeof REPLAY_STATES)[number]

/** All times in milliseconds since the epoch. */
export interface ReplayRow {
  readonly name: string
  readonly archive: string
  readonly bus_arn: string
  /** ARNs of rules, as JSON; empty for all rules of the bus. */
  readonly filter_arns: string
  readonly description: string | null
  readonly event_start: number
  readonly event_end: number
  /** Events before this time are replayed already. */
  readonly next_event: number
  readonly last_replayed: number | null
  readonly state: ReplayState
  readonly started: number
  readonly ended: number | null
  /** Why it failed. */
  readonly state_reason: string | null
  /** Replayed so far. */
  readonly events: number
}

/** Events replayed up to a time. */
export interface ReplayProgress {
  readonly next: number
  readonly last: number
  readonly events: number
}

export type NewReplay = Pick<
  ReplayRow,
  "name" | "archive" | "bus_arn" | "filter_arns" | "description" | "event_start" | "event_end" | "started"
>

export type ReplayRows = ReturnType<typeof replayRows>

/** Replays, kept for good because a replay's name is used only once. */
export function replayRows(store: DatabaseSync) {
  store.exec(SCHEMA)
  addColumn(store, "events_replays", "state_reason TEXT")
  addColumn(store, "events_replays", "events INTEGER NOT NULL DEFAULT 0")
  const insert =
    store.prepare(`INSERT INTO events_replays (name, archive, bus_arn, filter_arns, description, event_start, event_end, next_event, state, started)
    VALUES (:name, :archive, :bus_arn, :filter_arns, :description, :event_start, :event_end, :event_start, 'STARTING', :started)`)
  const get = store.prepare("SELECT * FROM events_replays WHERE name = ?")
  const all = store.prepare("SELECT * FROM events_replays ORDER BY started, name")
  const active = store.prepare(
    "SELECT * FROM events_replays WHERE state IN ('STARTING', 'RUNNING', 'CANCELLING') ORDER BY started, name",
  )
  const advance = store.prepare(
    "UPDATE events_replays SET next_event = :next, last_replayed = :last, events = events + :events WHERE name = :name",
  )
  const setState = store.prepare(
    "UPDATE events_replays SET state = :state, ended = :ended, state_reason = :reason WHERE name = :name",
  )
  const clear = store.prepare("DELETE FROM events_replays")
  return {
    insert: (replay: NewReplay) => void insert.run({ ...replay }),
    get: (name: string) => get.get(name) as unknown as ReplayRow | undefined,
    all: () => all.all() as unknown as ReplayRow[],
    active: () => active.all() as unknown as ReplayRow[],
    advance: (name: string, progress: ReplayProgress) => void advance.run({ ...progress, name }),
    setState: (name: string, state: "RUNNING" | "CANCELLING") =>
      void setState.run({ name, state, ended: null, reason: null }),
    end: (name: string, state: "COMPLETED" | "CANCELLED" | "FAILED", ended: number, reason: string | null = null) =>
      void setState.run({ name, state, ended, reason }),
    clear: () => void clear.run(),
  }
}
