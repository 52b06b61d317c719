import type { LogLevel } from "./log-level.ts"

/** One thing that a function has said. */
export interface LogEntry {
  /** Grows with every entry. */
  readonly id: number
  /** Milliseconds since the epoch: the line's own time where it has one. */
  readonly time: number
  readonly functionId: string
  readonly level: LogLevel
  readonly message: string
  /** The invocation. */
  readonly requestId?: string
  /** What the work of several functions is about. */
  readonly correlationId?: string
  /** The rest of a JSON line. */
  readonly fields: Readonly<Record<string, unknown>>
  /** As it was printed. */
  readonly raw: string
  /** The line is for CloudWatch's metrics, in the embedded metric format. */
  readonly metrics?: true
}
