import type { DatabaseSync } from "node:sqlite"
import type { Clock } from "../clock.ts"
import type { LogEntry } from "./log-entry.ts"
import { type LogQuery, logRows } from "./log-rows.ts"
import { cut, type LogStream, parseLine } from "./parse-line.ts"

export interface FunctionLogsOptions {
  readonly store: DatabaseSync
  readonly clock: Clock
  /** Given every line in CloudWatch's embedded metric format. */
  readonly onMetrics?: (functionId: string, emf: object) => void
  /** Lines kept for each function. Default: 5000. */
  readonly limit?: number
}

export interface FunctionLogs {
  /** Keeps a line; undefined where it went to the entry before, as the lines of a stack trace do. Never throws for a line. */
  add(functionId: string, line: string, stream: LogStream, requestId?: string): LogEntry | undefined
  /** The oldest first, the latest of them where they are more than the limit. */
  find(query: LogQuery): LogEntry[]
  /** Calls the listener with each new entry, and again with one that has grown; returns what ends that. */
  onEntry(listener: (entry: LogEntry) => void): () => void
  clear(): void
}

/** What the functions print, kept and found again. */
export function functionLogs({ store, clock, onMetrics = () => {}, limit = 5_000 }: FunctionLogsOptions): FunctionLogs {
  const rows = logRows(store)
  const listeners = new Set<(entry: LogEntry) => void>()
  const added = new Map<string, number>()
  /** The latest entry of each stream that is a text, to which a stack trace may still belong. */
  const texts = new Map<string, LogEntry>()
  // Pruning each time would cost more than what it saves.
  const pruneEvery = Math.ceil(limit / 10)

  const tell = (entry: LogEntry) => listeners.forEach((listener) => listener(entry))
  const prune = (functionId: string) => {
    const count = added.get(functionId) ?? 0
    if (count % pruneEvery === 0) rows.prune(functionId, limit)
    added.set(functionId, count + 1)
  }
  const append = (entry: LogEntry, line: string): LogEntry => {
    const longer = { ...entry, message: cut(`${entry.message}\n${line}`), raw: cut(`${entry.raw}\n${line}`) }
    rows.rewrite(longer)
    return longer
  }

  return {
    add(functionId, line, stream, requestId) {
      // What a killed process had still to say comes after the engine's end.
      if (!store.isOpen) return undefined
      const place = `${stream} ${functionId}`
      const before = texts.get(place)
      if (before !== undefined && before.requestId === requestId && isStackFrame(line)) {
        const longer = append(before, line)
        texts.set(place, longer)
        tell(longer)
        return undefined
      }
      const { json, ...parsed } = parseLine(line, stream)
      const about = { time: clock.now(), functionId, ...(requestId === undefined ? {} : { requestId }) }
      const fresh = { ...about, ...parsed }
      const entry: LogEntry = { id: rows.add(fresh), ...fresh }
      prune(functionId)
      if (json === undefined) texts.set(place, entry)
      else texts.delete(place)
      if (entry.metrics && json) onMetrics(functionId, json)
      tell(entry)
      return entry
    },
    find: rows.find,
    onEntry(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    clear() {
      texts.clear()
      rows.clear()
    },
  }
}

/** As V8 prints it: `    at handler (file:///...)`. */
function isStackFrame(line: string): boolean {
  return /^\s+at /.test(line)
}
