import type { DatabaseSync } from "node:sqlite"

// `receives` is what AWS shows and goes on in a dead-letter queue; `queue_receives` is what the redrive policy of the present queue counts.
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS sqs_messages (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    queue TEXT NOT NULL,
    id TEXT NOT NULL,
    body TEXT NOT NULL,
    attributes TEXT NOT NULL,
    sender TEXT NOT NULL,
    trace TEXT,
    sent INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    visible_at INTEGER NOT NULL,
    receives INTEGER NOT NULL DEFAULT 0,
    queue_receives INTEGER NOT NULL DEFAULT 0,
    first_received INTEGER,
    receipt TEXT,
    dead_letter_source TEXT
  );
  CREATE INDEX IF NOT EXISTS sqs_messages_visible ON sqs_messages (queue, visible_at, seq);
  CREATE INDEX IF NOT EXISTS sqs_messages_expires ON sqs_messages (queue, expires)`

export interface MessageRow {
  readonly seq: number
  readonly queue: string
  readonly id: string
  readonly body: string
  readonly attributes: string
  readonly sender: string
  readonly trace: string | null
  readonly sent: number
  readonly visible_at: number
  readonly receives: number
  readonly queue_receives: number
  readonly first_received: number | null
  readonly receipt: string | null
  readonly dead_letter_source: string | null
}

export interface NewMessage {
  readonly queue: string
  readonly id: string
  readonly body: string
  readonly attributes: string
  readonly sender: string
  readonly trace: string | null
  readonly sent: number
  readonly expires: number
  readonly visible_at: number
}

/** A dead letter on its way back: the row stays, the message is new. */
export interface ResentMessage extends Pick<NewMessage, "queue" | "id" | "sent" | "expires" | "visible_at"> {
  readonly seq: number
}

export type Depth = Record<"visible" | "inFlight" | "delayed", number>

export type MessageRows = ReturnType<typeof messageRows>

/** The table of messages, one statement an access path. */
export function messageRows(store: DatabaseSync) {
  store.exec(SCHEMA)
  const insert =
    store.prepare(`INSERT INTO sqs_messages (queue, id, body, attributes, sender, trace, sent, expires, visible_at)
    VALUES (:queue, :id, :body, :attributes, :sender, :trace, :sent, :expires, :visible_at)`)
  const visible = store.prepare(
    "SELECT * FROM sqs_messages WHERE queue = ? AND visible_at <= ? ORDER BY visible_at, seq LIMIT ?",
  )
  const lock =
    store.prepare(`UPDATE sqs_messages SET visible_at = ?, receipt = ?, first_received = coalesce(first_received, ?),
    receives = receives + 1, queue_receives = queue_receives + 1 WHERE seq = ? RETURNING *`)
  const move =
    store.prepare(`UPDATE sqs_messages SET queue = ?, dead_letter_source = queue, expires = sent + ?, visible_at = ?,
    receipt = NULL, queue_receives = 0 WHERE seq = ?`)
  const resend = store.prepare(`UPDATE sqs_messages SET queue = :queue, id = :id, sent = :sent, expires = :expires,
    visible_at = :visible_at, receives = 0, queue_receives = 0, first_received = NULL, receipt = NULL,
    dead_letter_source = NULL WHERE seq = :seq`)
  const bySeq = store.prepare("SELECT * FROM sqs_messages WHERE seq = ? AND queue = ?")
  const show = store.prepare("UPDATE sqs_messages SET visible_at = ? WHERE seq = ?")
  const release = store.prepare(
    "UPDATE sqs_messages SET visible_at = ? WHERE queue = ? AND receipt IS NOT NULL AND visible_at > ?",
  )
  const remove = store.prepare("DELETE FROM sqs_messages WHERE seq = ?")
  const expire = store.prepare("DELETE FROM sqs_messages WHERE queue = ? AND expires <= ?")
  const purge = store.prepare("DELETE FROM sqs_messages WHERE queue = ?")
  const clear = store.prepare("DELETE FROM sqs_messages")
  const oldest = store.prepare("SELECT * FROM sqs_messages WHERE queue = ? ORDER BY seq LIMIT ?")
  const next = store.prepare("SELECT min(visible_at) AS at FROM sqs_messages WHERE queue = ?")
  const depth = store.prepare(`SELECT coalesce(sum(visible_at <= :now), 0) AS visible,
    coalesce(sum(visible_at > :now AND receipt IS NOT NULL), 0) AS inFlight,
    coalesce(sum(visible_at > :now AND receipt IS NULL), 0) AS delayed FROM sqs_messages WHERE queue = :queue`)
  return {
    insert: (message: NewMessage) => void insert.run({ ...message }),
    visible: (queue: string, now: number, max: number) => visible.all(queue, now, max) as unknown as MessageRow[],
    lock: (seq: number, now: number, until: number, receipt: string) =>
      lock.get(until, receipt, now, seq) as unknown as MessageRow,
    move: (seq: number, to: string, retentionMs: number, now: number) => void move.run(to, retentionMs, now, seq),
    resend: (message: ResentMessage) => void resend.run({ ...message }),
    bySeq: (seq: number, queue: string) => bySeq.get(seq, queue) as unknown as MessageRow | undefined,
    show: (seq: number, at: number) => void show.run(at, seq),
    release: (queue: string, now: number) => void release.run(now, queue, now),
    remove: (seq: number) => void remove.run(seq),
    expire: (queue: string, now: number) => void expire.run(queue, now),
    purge: (queue: string) => void purge.run(queue),
    clear: () => void clear.run(),
    oldest: (queue: string, max: number) => oldest.all(queue, max) as unknown as MessageRow[],
    nextVisibleAt: (queue: string) => (next.get(queue) as { at: number | null }).at ?? undefined,
    depth: (queue: string, now: number) => ({ ...depth.get({ queue, now }) }) as unknown as Depth,
  }
}
