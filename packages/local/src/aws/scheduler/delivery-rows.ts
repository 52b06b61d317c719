import type { DatabaseSync } from "node:sqlite"
import type { ScheduleTarget } from "./config.ts"

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS scheduler_deliveries (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL, group_name TEXT NOT NULL, name TEXT NOT NULL, schedule_arn TEXT NOT NULL,
    target TEXT NOT NULL, scheduled_time INTEGER NOT NULL, due INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0
  )`

/** One occurrence on its way to its target. It stays until the target or the dead-letter queue has it. */
export interface DeliveryRow {
  readonly seq: number
  /** A UUID. */
  readonly id: string
  readonly group: string
  readonly name: string
  readonly scheduleArn: string
  /** As it was when the occurrence came. */
  readonly target: ScheduleTarget
  readonly scheduledTime: number
  /** Later than the scheduled time for a schedule with a flexible window. */
  readonly due: number
  /** How many have failed. */
  readonly attempts: number
}

export type NewDelivery = Omit<DeliveryRow, "seq" | "attempts">

export type DeliveryRows = ReturnType<typeof deliveryRows>

/** The outbox of invocations. */
export function deliveryRows(store: DatabaseSync) {
  store.exec(SCHEMA)
  const insert = store.prepare(`INSERT INTO scheduler_deliveries
    (id, group_name, name, schedule_arn, target, scheduled_time, due) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING seq`)
  const get = store.prepare("SELECT * FROM scheduler_deliveries WHERE seq = ?")
  const seqs = store.prepare("SELECT seq FROM scheduler_deliveries ORDER BY seq")
  const fail = store.prepare("UPDATE scheduler_deliveries SET attempts = attempts + 1 WHERE seq = ? RETURNING *")
  const remove = store.prepare("DELETE FROM scheduler_deliveries WHERE seq = ?")
  const withdraw = store.prepare("DELETE FROM scheduler_deliveries WHERE group_name = ? AND name = ? AND attempts = 0")
  const waiting = store.prepare(
    "SELECT count(*) AS waiting FROM scheduler_deliveries WHERE group_name = ? AND name = ?",
  )
  const clear = store.prepare("DELETE FROM scheduler_deliveries")
  return {
    insert: ({ id, group, name, scheduleArn, target, scheduledTime, due }: NewDelivery) => {
      const row = insert.get(id, group, name, scheduleArn, JSON.stringify(target), scheduledTime, due)
      return row?.["seq"] as number
    },
    get: (seq: number) => toRow(get.get(seq)),
    seqs: () => seqs.all().map(({ seq }) => seq as number),
    /** Counts a failed attempt; undefined where the row is gone. */
    fail: (seq: number) => toRow(fail.get(seq)),
    remove: (seq: number) => void remove.run(seq),
    /** Removes what has not been tried yet. */
    withdraw: (group: string, name: string) => void withdraw.run(group, name),
    waiting: (group: string, name: string) => (waiting.get(group, name) as { waiting: number }).waiting,
    clear: () => void clear.run(),
  }
}

function toRow(raw: Record<string, unknown> | undefined): DeliveryRow | undefined {
  if (raw === undefined) return undefined
  const { group_name, schedule_arn, target, scheduled_time, ...row } = raw
  return {
    ...row,
    group: group_name,
    scheduleArn: schedule_arn,
    target: JSON.parse(target as string) as ScheduleTarget,
    scheduledTime: scheduled_time,
  } as DeliveryRow
}
