import type { DatabaseSync } from "node:sqlite"
import { addColumn } from "../aws/add-column.ts"

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS lambda_invocations (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    request_id TEXT NOT NULL,
    function_arn TEXT NOT NULL,
    payload TEXT NOT NULL,
    created INTEGER NOT NULL,
    next_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    refusals INTEGER NOT NULL DEFAULT 0,
    failure TEXT,
    notices TEXT
  );
  CREATE INDEX IF NOT EXISTS lambda_invocations_due ON lambda_invocations (function_arn, next_at, seq)`

/** One asynchronous invocation. It stays until the function has done it and who wants to know has been told. */
export interface InvocationRow {
  readonly seq: number
  readonly request_id: string
  readonly function_arn: string
  readonly payload: string
  /** Milliseconds since the epoch, both. */
  readonly created: number
  readonly next_at: number
  /** How often the function has failed. */
  readonly attempts: number
  /** How often in a row it, or a destination, could not be reached. */
  readonly refusals: number
  /** What the function answered last, an ErrorPayload as JSON. */
  readonly failure: string | null
  /** What is still to be told to destinations, Notice[] as JSON; the function's part is over then. */
  readonly notices: string | null
  /** X-Ray's header of what caused it. */
  readonly trace: string | null
}

export type NewInvocation = Pick<InvocationRow, "request_id" | "function_arn" | "payload" | "created" | "trace">

export type InvocationRows = ReturnType<typeof invocationRows>

/** The queue of asynchronous invocations. */
export function invocationRows(store: DatabaseSync) {
  store.exec(SCHEMA)
  addColumn(store, "lambda_invocations", "trace TEXT")
  const insert =
    store.prepare(`INSERT INTO lambda_invocations (request_id, function_arn, payload, created, next_at, trace)
    VALUES (:request_id, :function_arn, :payload, :created, :created, :trace)`)
  const get = store.prepare("SELECT * FROM lambda_invocations WHERE seq = ?")
  const due = store.prepare(
    "SELECT seq FROM lambda_invocations WHERE function_arn = ? AND next_at <= ? ORDER BY next_at, seq LIMIT ?",
  )
  const next = store.prepare("SELECT min(next_at) AS at FROM lambda_invocations WHERE function_arn = ? AND next_at > ?")
  const arns = store.prepare("SELECT DISTINCT function_arn AS arn FROM lambda_invocations")
  const count = store.prepare("SELECT count(*) AS count FROM lambda_invocations WHERE function_arn = ?")
  const fail = store.prepare(`UPDATE lambda_invocations
    SET attempts = attempts + 1, refusals = 0, failure = :failure, next_at = :next_at WHERE seq = :seq`)
  const refuse = store.prepare(
    "UPDATE lambda_invocations SET refusals = refusals + 1, next_at = :next_at WHERE seq = :seq",
  )
  const finish = store.prepare(`UPDATE lambda_invocations
    SET notices = :notices, refusals = CASE WHEN notices IS NULL THEN 0 ELSE refusals END WHERE seq = :seq`)
  const remove = store.prepare("DELETE FROM lambda_invocations WHERE seq = ?")
  const clear = store.prepare("DELETE FROM lambda_invocations")
  return {
    add: (row: NewInvocation) => void insert.run({ ...row }),
    get: (seq: number) => get.get(seq) as unknown as InvocationRow | undefined,
    due: (arn: string, now: number, limit: number) => due.all(arn, now, limit).map(({ seq }) => seq as number),
    /** When the next one that is not due yet will be. */
    nextAt: (arn: string, now: number) => (next.get(arn, now)?.["at"] as number | null | undefined) ?? undefined,
    functions: () => arns.all().map(({ arn }) => arn as string),
    count: (arn: string) => count.get(arn)?.["count"] as number,
    fail: (seq: number, failure: string, next_at: number) => void fail.run({ seq, failure, next_at }),
    refuse: (seq: number, next_at: number) => void refuse.run({ seq, next_at }),
    finish: (seq: number, notices: string) => void finish.run({ seq, notices }),
    remove: (seq: number) => void remove.run(seq),
    clear: () => void clear.run(),
  }
}
