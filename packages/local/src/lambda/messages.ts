/** Engine to process: one invocation. */
export interface ToProcess {
  readonly requestId: string
  readonly event: unknown
  /** What X-Ray's SDKs find in `_X_AMZN_TRACE_ID`. */
  readonly trace: string
  readonly tenant?: string
  readonly timeoutMilliseconds: number
  /** Milliseconds since the epoch; none while somebody may look at it through a debugger. */
  readonly deadline?: number
}

/** What a handler threw. */
export interface HandlerError {
  readonly name: string
  readonly message: string
  readonly stack?: string
}

/** Process to engine. All memory is in megabytes. */
export type FromProcess =
  | { readonly type: "ready" }
  /** What it has now; only where the engine cannot look for itself. */
  | { readonly type: "memory"; readonly memory: number }
  | {
      readonly type: "result"
      readonly requestId: string
      readonly result?: unknown
      readonly error?: HandlerError
      /** The most that the process ever had. */
      readonly maxMemory: number
    }

/** Ends the output of an invocation on both streams, which have no order with the messages. No text has a NUL. */
export const END_OF_OUTPUT = "\u0000end of invocation"

/** How often a process's memory is looked at while it works. */
export const MEMORY_POLL_MILLISECONDS = 250
