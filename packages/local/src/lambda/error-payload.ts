import { FunctionCrashed, FunctionFailed, FunctionTimedOut } from "../errors.ts"
import { FunctionOutOfMemory } from "./errors.ts"
import type { HandlerError } from "./messages.ts"

/** What an invocation that failed answers. https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html */
export interface ErrorPayload {
  readonly errorType: string
  readonly errorMessage: string
  readonly trace?: readonly string[]
}

/** True where the function is to blame: its code threw, or its runtime timed out or ended. */
export function isFunctionError(error: unknown): boolean {
  return [FunctionFailed, FunctionTimedOut, FunctionCrashed, FunctionOutOfMemory].some((kind) => error instanceof kind)
}

/** In Lambda's words; the engine's own may say more. */
export function errorPayload(error: unknown, requestId: string): ErrorPayload {
  const message = error instanceof Error ? error.message : String(error)
  const runtime = (errorType: string, text: string) => ({
    errorType,
    errorMessage: `RequestId: ${requestId} Error: ${text}`,
  })
  if (error instanceof FunctionFailed) return thrownPayload(error)
  if (error instanceof FunctionTimedOut)
    return runtime("Sandbox.Timedout", message.slice(message.indexOf("Task timed out")))
  if (error instanceof FunctionOutOfMemory)
    return runtime("Runtime.OutOfMemory", "Runtime exited with error: signal: killed")
  return { errorType: "Runtime.ExitError", errorMessage: message }
}

function thrownPayload({ cause, message, stack = "" }: FunctionFailed): ErrorPayload {
  const thrown = cause as HandlerError | undefined
  const trace = (thrown === undefined ? stack : (thrown.stack ?? "")).split("\n").filter((line) => line !== "")
  return { errorType: thrown?.name ?? "Error", errorMessage: thrown?.message ?? message, trace }
}
