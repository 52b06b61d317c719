import type { DatabaseSync } from "node:sqlite"

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS sqs_move_tasks (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    source TEXT NOT NULL,
    destination TEXT,
    rate INTEGER,
    started INTEGER NOT NULL,
    to_move INTEGER NOT NULL,
    moved INTEGER NOT NULL DEFAULT 0,
    status TEXT NOT NULL DEFAULT 'RUNNING',
    failure TEXT
  );
  CREATE INDEX IF NOT EXISTS sqs_move_tasks_source ON sqs_move_tasks (source, seq)`

export type MoveTaskStatus = "RUNNING" | "COMPLETED" | "CANCELLING" | "CANCELLED" | "FAILED"

export interface NewMoveTask {
  readonly id: string
  readonly source: string
  readonly destination: string | null
  /** Messages a second. */
  readonly rate: number | null
  readonly started: number
  readonly to_move: number
}

export interface MoveTaskRow extends NewMoveTask {
  readonly moved: number
  readonly status: MoveTaskStatus
  readonly failure: string | null
}

/** The table of move tasks. Only the latest tasks of a source are kept, as many as ListMessageMoveTasks shows. */
export function moveTaskRows(store: DatabaseSync) {
  store.exec(SCHEMA)
  const insert = store.prepare(`INSERT INTO sqs_move_tasks (id, source, destination, rate, started, to_move)
    VALUES (:id, :source, :destination, :rate, :started, :to_move)`)
  const prune = store.prepare(`DELETE FROM sqs_move_tasks WHERE source = :source AND seq NOT IN
    (SELECT seq FROM sqs_move_tasks WHERE source = :source ORDER BY seq DESC LIMIT :kept)`)
  const byId = store.prepare("SELECT * FROM sqs_move_tasks WHERE id = ?")
  const active = store.prepare("SELECT * FROM sqs_move_tasks WHERE status IN ('RUNNING', 'CANCELLING')")
  const latest = store.prepare("SELECT * FROM sqs_move_tasks WHERE source = ? ORDER BY seq DESC LIMIT ?")
  const count = store.prepare("UPDATE sqs_move_tasks SET moved = moved + ? WHERE id = ?")
  const mark = store.prepare("UPDATE sqs_move_tasks SET status = ?, failure = ? WHERE id = ?")
  const clear = store.prepare("DELETE FROM sqs_move_tasks")
  return {
    insert: (task: NewMoveTask, kept: number) => {
      insert.run({ ...task })
      prune.run({ source: task.source, kept })
    },
    byId: (id: string) => byId.get(id) as unknown as MoveTaskRow | undefined,
    active: () => active.all() as unknown as MoveTaskRow[],
    latest: (source: string, max: number) => latest.all(source, max) as unknown as MoveTaskRow[],
    count: (id: string, moved: number) => void count.run(moved, id),
    mark: (id: string, status: MoveTaskStatus, failure: string | null = null) => void mark.run(status, failure, id),
    clear: () => void clear.run(),
  }
}
