import type { ServiceContext } from "../service.ts"
import { nextSequencer } from "./sequencer.ts"
import type { S3Event } from "./types.ts"

const RETRY_MILLISECONDS = 1000

export interface Outbox {
  /** A new sequencer; call it in the transaction that changes the object. */
  nextSequencer(): string
  /** Keeps the event; call it in the transaction that changes the object. */
  add(event: S3Event): number
  /** Emits the events of those ids, in order, and forgets them. What cannot be emitted stays and is tried again. */
  deliver(ids: readonly number[]): Promise<void>
  /** Emits all that is left, such as after a crash. */
  deliverAll(): Promise<void>
  clear(): void
  close(): Promise<void>
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS s3_outbox (id INTEGER PRIMARY KEY AUTOINCREMENT, event TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS s3_sequencer (id INTEGER PRIMARY KEY CHECK (id = 1), last TEXT NOT NULL)`

/** Events between the change of an object and their delivery: a crash in between loses none. */
export function openOutbox({ store, clock }: ServiceContext, emit: (event: S3Event) => Promise<void> | void): Outbox {
  store.exec(SCHEMA)
  const insert = store.prepare("INSERT INTO s3_outbox (event) VALUES (?)")
  const select = store.prepare("SELECT event FROM s3_outbox WHERE id = ?")
  const remove = store.prepare("DELETE FROM s3_outbox WHERE id = ?")
  const waiting = store.prepare("SELECT id FROM s3_outbox ORDER BY id")
  const underWay = new Map<number, Promise<void>>()
  let cancelRetry: (() => void) | undefined
  let closed = false

  async function emitOne(id: number): Promise<void> {
    const row = select.get(id)
    if (row === undefined) return
    try {
      await emit(JSON.parse(row["event"] as string) as S3Event)
      remove.run(id)
    } catch (error) {
      process.emitWarning(
        `An S3 event was not delivered and is tried again: ${error instanceof Error ? error.stack : String(error)}`,
      )
      if (!closed) cancelRetry ??= clock.schedule(RETRY_MILLISECONDS, retry)
    }
  }
  function deliverOne(id: number): Promise<void> {
    const delivery = underWay.get(id) ?? emitOne(id).finally(() => underWay.delete(id))
    underWay.set(id, delivery)
    return delivery
  }
  async function deliver(ids: readonly number[]): Promise<void> {
    for (const id of ids) if (!closed) await deliverOne(id)
  }
  const deliverAll = () => deliver(waiting.all().map((row) => row["id"] as number))
  function retry(): void {
    cancelRetry = undefined
    void deliverAll()
  }
  return {
    nextSequencer: () => nextSequencer(store, clock.now()),
    add: (event) => Number(insert.run(JSON.stringify(event)).lastInsertRowid),
    deliver,
    deliverAll,
    clear: () => store.exec("DELETE FROM s3_outbox"),
    async close() {
      closed = true
      cancelRetry?.()
      await Promise.all(underWay.values())
    },
  }
}
