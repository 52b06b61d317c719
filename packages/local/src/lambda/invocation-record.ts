import { FunctionCrashed, FunctionTimedOut } from "../errors.ts"
import type { Lease } from "./environment-pool.ts"
import { FunctionOutOfMemory } from "./errors.ts"
import type { InvocationCall, InvocationRecord, InvocationStatus } from "./invocation.ts"

export interface InvocationMeasure {
  readonly functionId: string
  readonly requestId: string
  readonly traceId: string
  readonly lease: Lease
  /** Milliseconds since the epoch. */
  readonly startedAt: number
  /** From asking for an execution environment until it was ready. */
  readonly acquireMs: number
  readonly durationMs: number
}

/** How an invocation went; `error` is what it threw, if it did. */
export function invocationRecord(measure: InvocationMeasure, call: InvocationCall, error?: unknown): InvocationRecord {
  const { lease, acquireMs, ...measured } = measure
  const initMs = lease.cold ? lease.process.initMs() : 0
  return {
    ...measured,
    trigger: call.trigger ?? "invoke",
    cold: lease.cold,
    waitMs: Math.max(0, acquireMs - initMs),
    ...(lease.cold ? { initMs } : {}),
    status: error === undefined ? "ok" : statusOf(error),
    ...(error === undefined ? {} : { error: error instanceof Error ? error.message : String(error) }),
    maxMemoryMb: lease.process.maxMemory(),
    ...(call.queuedAt === undefined ? {} : { queuedAt: call.queuedAt }),
    ...(call.records === undefined ? {} : { records: call.records }),
  }
}

function statusOf(error: unknown): InvocationStatus {
  if (error instanceof FunctionTimedOut) return "timeout"
  if (error instanceof FunctionOutOfMemory) return "memory"
  return error instanceof FunctionCrashed ? "crash" : "error"
}
