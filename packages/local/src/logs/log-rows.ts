import type { DatabaseSync } from "node:sqlite"
import type { LogEntry } from "./log-entry.ts"
import { LOG_LEVELS, type LogLevel } from "./log-level.ts"

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS logs_entries (
    id INTEGER PRIMARY KEY AUTOINCREMENT, time INTEGER NOT NULL, function TEXT NOT NULL, level INTEGER NOT NULL,
    message TEXT NOT NULL, request TEXT, correlation TEXT, fields TEXT NOT NULL, raw TEXT NOT NULL, metrics INTEGER NOT NULL
  );
  CREATE INDEX IF NOT EXISTS logs_entries_of_function ON logs_entries (function, id)`

/** Which entries to find; all conditions hold at once. */
export interface LogQuery {
  readonly functionId?: string
  /** At least this. */
  readonly level?: LogLevel
  readonly correlationId?: string
  readonly requestId?: string
  /** Anywhere in the line, in any case. */
  readonly text?: string
  /** Milliseconds since the epoch; inclusive. */
  readonly since?: number
  /** Exclusive. */
  readonly until?: number
  /** Entries with a greater id. */
  readonly after?: number
  /** Also lines that are for CloudWatch's metrics. */
  readonly metrics?: boolean
  /** The latest so many. Default: 1000. */
  readonly limit?: number
}

const DEFAULT_LIMIT = 1_000

const FIND = `
  SELECT * FROM logs_entries WHERE ($functionId IS NULL OR function = $functionId) AND level >= $level
    AND ($correlationId IS NULL OR correlation = $correlationId) AND ($requestId IS NULL OR request = $requestId)
    AND ($text IS NULL OR instr(lower(raw), lower($text)) > 0) AND time >= $since AND time < $until
    AND id > $after AND metrics <= $metrics ORDER BY id DESC LIMIT $limit`

interface Row {
  readonly id: number
  readonly time: number
  readonly function: string
  readonly level: number
  readonly message: string
  readonly request: string | null
  readonly correlation: string | null
  readonly fields: string
  readonly raw: string
  readonly metrics: number
}

export function logRows(store: DatabaseSync) {
  store.exec(SCHEMA)
  const insert = store.prepare(
    `INSERT INTO logs_entries (time, function, level, message, request, correlation, fields, raw, metrics)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
  )
  const rewrite = store.prepare("UPDATE logs_entries SET message = ?, raw = ? WHERE id = ?")
  const find = store.prepare(FIND)
  const prune = store.prepare(
    `DELETE FROM logs_entries WHERE function = $function AND id <=
     (SELECT id FROM logs_entries WHERE function = $function ORDER BY id DESC LIMIT 1 OFFSET $kept)`,
  )
  return {
    add({ time, functionId, level, message, requestId, correlationId, fields, raw, metrics }: Omit<LogEntry, "id">) {
      const ids = [requestId ?? null, correlationId ?? null] as const
      const rank = LOG_LEVELS.indexOf(level)
      const json = JSON.stringify(fields)
      return insert.get(time, functionId, rank, message, ...ids, json, raw, Number(metrics === true))?.["id"] as number
    },
    rewrite: ({ message, raw, id }: Pick<LogEntry, "message" | "raw" | "id">) => void rewrite.run(message, raw, id),
    /** The oldest first. */
    find({ functionId, level = "TRACE", correlationId, requestId, text, ...query }: LogQuery): LogEntry[] {
      const found = find.all({
        $functionId: functionId ?? null,
        $level: LOG_LEVELS.indexOf(level),
        $correlationId: correlationId ?? null,
        $requestId: requestId ?? null,
        $text: text ?? null,
        $since: query.since ?? Number.MIN_SAFE_INTEGER,
        $until: query.until ?? Number.MAX_SAFE_INTEGER,
        $after: query.after ?? 0,
        $metrics: Number(query.metrics === true),
        $limit: query.limit ?? DEFAULT_LIMIT,
      })
      return found.map((row) => toEntry(row as unknown as Row)).reverse()
    },
    /** Forgets all but the latest of a function. */
    prune: (functionId: string, kept: number) => void prune.run({ $function: functionId, $kept: kept }),
    clear: () => store.exec("DELETE FROM logs_entries"),
  }
}

function toEntry({
  id,
  time,
  function: functionId,
  level,
  message,
  request,
  correlation,
  fields,
  raw,
  metrics,
}: Row): LogEntry {
  return {
    id,
    time,
    functionId,
    level: LOG_LEVELS[level] ?? "INFO",
    message,
    ...(request === null ? {} : { requestId: request }),
    ...(correlation === null ? {} : { correlationId: correlation }),
    fields: JSON.parse(fields) as Record<string, unknown>,
    raw,
    ...(metrics === 1 ? { metrics: true } : {}),
  }
}
