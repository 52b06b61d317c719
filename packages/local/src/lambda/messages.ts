/** Engine to process: one invocation. */
export interface ToProcess {
  readonly requestId: string
  readonly event: unknown
  /** Milliseconds since the epoch. */
  readonly deadline: number
}

/** Process to engine. */
export type FromProcess =
  | { readonly type: "ready" }
  | {
      readonly type: "result"
      readonly requestId: string
      readonly result?: unknown
      readonly error?: { readonly name: string; readonly message: string; readonly stack?: string }
      /** Megabytes, the most that the process ever had. */
      readonly maxMemory: number
    }
