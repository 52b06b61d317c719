/** What is known of an invocation besides its event. */
export interface InvocationCall {
  /** `sqs:QueueName`, `async` or, by default, `invoke`. */
  readonly trigger?: string
  /** Default: a new one. */
  readonly requestId?: string
  /** The trace header of what caused it. */
  readonly trace?: string
  /** When its oldest record was sent, in milliseconds since the epoch. */
  readonly queuedAt?: number
  /** How many the event has. */
  readonly records?: number
  /** Whom it is for, where the function isolates tenants. */
  readonly tenant?: string
  /** Throws FunctionThrottled instead of waiting when the function's reserved concurrency is used up. */
  readonly throttle?: boolean
  /** What it prints. */
  readonly onLine?: (line: string) => void
  readonly onRecord?: (record: InvocationRecord) => void
}

export type InvocationStatus = "ok" | "error" | "timeout" | "crash" | "memory"

/** How one invocation went. */
export interface InvocationRecord {
  readonly functionId: string
  readonly requestId: string
  /** `sqs:QueueName`, `async` or `invoke`. */
  readonly trigger: string
  /** It had to start its execution environment. */
  readonly cold: boolean
  /** When its oldest record was sent, in milliseconds since the epoch. */
  readonly queuedAt?: number
  /** Milliseconds since the epoch. */
  readonly startedAt: number
  /** Waiting for an execution environment, without the start of one. */
  readonly waitMs: number
  /** Start of the process until the handler was loaded, where it was cold. */
  readonly initMs?: number
  readonly durationMs: number
  readonly status: InvocationStatus
  readonly error?: string
  /** The most that the process ever had. */
  readonly maxMemoryMb: number
  readonly records?: number
  readonly traceId: string
}
