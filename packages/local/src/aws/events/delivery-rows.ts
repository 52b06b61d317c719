import type { DatabaseSync } from "node:sqlite"
import { addColumn } from "../add-column.ts"

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS events_deliveries (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    event_id TEXT NOT NULL,
    rule_arn TEXT NOT NULL,
    target TEXT NOT NULL,
    message TEXT NOT NULL,
    created INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0
  )`

/** One message on its way to one target. It stays until the target or its dead-letter queue has it. */
export interface DeliveryRow {
  readonly seq: number
  readonly event_id: string
  readonly rule_arn: string
  /** The TargetConfig at the time of the put, as JSON. */
  readonly target: string
  readonly message: string
  readonly created: number
  readonly attempts: number
  /** 1 for an event that a rule of another bus put on the rule's bus. */
  readonly forwarded: 0 | 1
  /** X-Ray's header. */
  readonly trace: string | null
}

export type NewDelivery = Omit<DeliveryRow, "seq" | "attempts">

export type DeliveryRows = ReturnType<typeof deliveryRows>

/** The outbox of deliveries. */
export function deliveryRows(store: DatabaseSync) {
  store.exec(SCHEMA)
  addColumn(store, "events_deliveries", "forwarded INTEGER NOT NULL DEFAULT 0")
  addColumn(store, "events_deliveries", "trace TEXT")
  const insert =
    store.prepare(`INSERT INTO events_deliveries (event_id, rule_arn, target, message, created, forwarded, trace)
    VALUES (:event_id, :rule_arn, :target, :message, :created, :forwarded, :trace) RETURNING seq`)
  const get = store.prepare("SELECT * FROM events_deliveries WHERE seq = ?")
  const seqs = store.prepare("SELECT seq FROM events_deliveries ORDER BY seq")
  const fail = store.prepare("UPDATE events_deliveries SET attempts = attempts + 1 WHERE seq = ? RETURNING *")
  const remove = store.prepare("DELETE FROM events_deliveries WHERE seq = ?")
  const clear = store.prepare("DELETE FROM events_deliveries")
  return {
    insert: (delivery: NewDelivery) => (insert.get({ ...delivery }) as { seq: number }).seq,
    get: (seq: number) => get.get(seq) as unknown as DeliveryRow | undefined,
    seqs: () => seqs.all().map(({ seq }) => seq as number),
    /** Counts a failed attempt; undefined where the row is gone. */
    fail: (seq: number) => fail.get(seq) as unknown as DeliveryRow | undefined,
    remove: (seq: number) => void remove.run(seq),
    clear: () => void clear.run(),
  }
}
