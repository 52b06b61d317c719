import type { Backfill, BackfillCounts, BackfillSource, BackfillState, BackfillStatus } from "@darkroom/events"
import type { Position } from "./sources/source.ts"

/** A backfill as the table has it. Times are milliseconds since the epoch. */
export interface BackfillRecord {
  readonly id: string
  readonly source: BackfillSource
  readonly rate: number
  readonly again: boolean
  readonly state: BackfillState
  readonly startedAt: number
  readonly endedAt: number | null
  /** BackfillCompleted is out, with a report of all that was known then. */
  readonly told: boolean
  readonly message: string | null
  /** Of the manifest that it began with. */
  readonly etag: string | null
  /** All rows before it are done and counted; null at the beginning. */
  readonly position: Position | null
  readonly counts: BackfillCounts
  readonly done: number | null
  readonly waiting: boolean
  /** Who works on it, and until when nobody else does. */
  readonly holder: string | null
  readonly heldUntil: number
  /** Since when a message is to come that writes the report anew; 0 or not there where none is. */
  readonly reportDue?: number
}

export type Skipped = BackfillStatus["skipped"]

export const noCounts: BackfillCounts = { rows: 0, emitted: 0, malformed: 0, foreign: 0 }
export const noneSkipped: Skipped = { missing: 0, known: 0, archived: 0 }

export const isEnded = ({ state }: Pick<BackfillRecord, "state">): boolean => state !== "running" && state !== "paused"

export function sumOf(one: BackfillCounts, other: BackfillCounts): BackfillCounts {
  return {
    rows: one.rows + other.rows,
    emitted: one.emitted + other.emitted,
    malformed: one.malformed + other.malformed,
    foreign: one.foreign + other.foreign,
  }
}

/** What the events say of it. */
export function backfillOf({ id, source, rate, again }: BackfillRecord): Backfill {
  return { id, source, rate, again }
}

/** Folder of the bucket Output that the reports are in. */
export const REPORTS_PREFIX = "backfill/"

export function reportKey(id: string): string {
  return `${REPORTS_PREFIX}${id}/report.csv`
}

export function statusOf(record: BackfillRecord, skipped: Skipped, bucket: string): BackfillStatus {
  const { state, startedAt, endedAt, counts, done, waiting, message, told } = record
  const refused = counts.malformed + counts.foreign + skipped.missing + skipped.known + skipped.archived
  return {
    ...backfillOf(record),
    state,
    startedAt: new Date(startedAt).toISOString(),
    endedAt: endedAt === null ? null : new Date(endedAt).toISOString(),
    counts,
    skipped,
    done,
    waiting: waiting && state === "running",
    message,
    report: told && refused > 0 ? { bucket, key: reportKey(record.id) } : null,
  }
}
