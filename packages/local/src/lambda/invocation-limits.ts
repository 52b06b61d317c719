import { FunctionTimedOut } from "../errors.ts"
import { FunctionOutOfMemory } from "./errors.ts"
import { ENGINE_ALLOWANCE_MEGABYTES, pollMemory } from "./memory-limit.ts"

export interface LimitOptions {
  readonly requestId: string
  /** None while a debugger may have stopped it. */
  readonly timeoutSeconds: number | undefined
  readonly memoryMegabytes: number
  /** Megabytes that the process has now. */
  readonly usedMemory: () => number
}

export interface InvocationLimits {
  /** Rejects with FunctionTimedOut or FunctionOutOfMemory when one of them is used up. */
  readonly exceeded: Promise<never>
  cancel(): void
}

/** Time and memory of one invocation. */
export function invocationLimits({ requestId, timeoutSeconds, ...memory }: LimitOptions): InvocationLimits {
  const { promise: exceeded, reject } = Promise.withResolvers<never>()
  exceeded.catch(() => {})
  const timer =
    timeoutSeconds === undefined
      ? undefined
      : setTimeout(() => reject(new FunctionTimedOut(requestId, timeoutSeconds)), timeoutSeconds * 1000)
  const stopPolling = pollMemory(() => {
    const used = memory.usedMemory()
    if (used > memory.memoryMegabytes + ENGINE_ALLOWANCE_MEGABYTES)
      reject(new FunctionOutOfMemory(requestId, used, memory.memoryMegabytes))
  })
  return {
    exceeded,
    cancel: () => {
      clearTimeout(timer)
      stopPolling()
    },
  }
}
