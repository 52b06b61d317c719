import { addColumn } from "../add-column.ts"
import type { ServiceContext } from "../service.ts"
import type { S3Options } from "./types.ts"

const FIRST_RETRY = 1_000
const LONGEST_RETRY = 600_000

export interface Notifier {
  /** Keeps a notification, with the trace header of the request that changed the object; call it in the transaction that changes it. */
  add(arn: string, bucket: string, body: string, trace: string | undefined): void
  /** Begins to deliver what was added; nobody waits for it, as on AWS. */
  start(): void
  /** Resolves when no delivery is under way; those that wait for another attempt do not count. */
  idle(): Promise<void>
  clear(): void
  /** Waits for what is under way. What is left stays for the next run. */
  close(): Promise<void>
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS s3_notifications (
    id INTEGER PRIMARY KEY AUTOINCREMENT, arn TEXT NOT NULL, bucket TEXT NOT NULL, body TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0
  )`

/** Notifications between the change of an object and their delivery: a crash in between loses none. */
export function openNotifier({ store, clock }: ServiceContext, notify: NonNullable<S3Options["notify"]>): Notifier {
  store.exec(SCHEMA)
  addColumn(store, "s3_notifications", "trace TEXT")
  const insert = store.prepare("INSERT INTO s3_notifications (arn, bucket, body, trace) VALUES (?, ?, ?, ?)")
  const following = store.prepare("SELECT id FROM s3_notifications WHERE id > ? ORDER BY id")
  const select = store.prepare("SELECT arn, bucket, body, trace FROM s3_notifications WHERE id = ?")
  const fail = store.prepare("UPDATE s3_notifications SET attempts = attempts + 1 WHERE id = ? RETURNING attempts")
  const remove = store.prepare("DELETE FROM s3_notifications WHERE id = ?")
  const underWay = new Set<Promise<void>>()
  const retries = new Map<number, () => void>()
  let started = 0
  let closed = false

  function deliver(id: number): void {
    retries.delete(id)
    const delivery = deliverOne(id).finally(() => underWay.delete(delivery))
    underWay.add(delivery)
  }
  async function deliverOne(id: number): Promise<void> {
    const row = select.get(id) as { arn: string; bucket: string; body: string; trace: string | null } | undefined
    if (row === undefined) return
    try {
      await notify(row.arn, row.body, { bucketArn: `arn:aws:s3:::${row.bucket}`, trace: row.trace ?? undefined })
      remove.run(id)
    } catch (error) {
      const why = error instanceof Error ? error.stack : String(error)
      process.emitWarning(`A notification of ${row.bucket} did not reach ${row.arn} and is tried again: ${why}`)
      retry(id, fail.get(id)?.["attempts"] as number | undefined)
    }
  }
  /** No attempts: it was forgotten meanwhile. */
  function retry(id: number, attempts: number | undefined): void {
    if (closed || attempts === undefined) return
    const delay = Math.min(LONGEST_RETRY, FIRST_RETRY * 2 ** Math.min(attempts - 1, 20))
    retries.set(
      id,
      clock.schedule(delay, () => deliver(id)),
    )
  }
  function cancelRetries(): void {
    for (const cancel of retries.values()) cancel()
    retries.clear()
  }
  async function idle(): Promise<void> {
    while (underWay.size > 0) await Promise.all(underWay)
  }
  return {
    add: (arn, bucket, body, trace) => void insert.run(arn, bucket, body, trace ?? null),
    start() {
      if (closed) return
      for (const row of following.all(started)) {
        started = row["id"] as number
        deliver(started)
      }
    },
    idle,
    clear() {
      cancelRetries()
      store.exec("DELETE FROM s3_notifications")
    },
    async close() {
      closed = true
      cancelRetries()
      await idle()
    },
  }
}
