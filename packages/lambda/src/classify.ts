import { type FailureClass, MalformedEvent } from "@darkroom/events"
import { HandlerError } from "./errors.ts"

export interface Failure {
  readonly class: FailureClass
  readonly name: string
  readonly message: string
  readonly ownerMessage: string | undefined
}

/** AWS's names for "too fast": https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html */
const throttles = new Set([
  "BandwidthLimitExceeded",
  "LimitExceededException",
  "PriorRequestNotComplete",
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
  "RequestThrottled",
  "RequestThrottledException",
  "SlowDown",
  "Throttling",
  "ThrottlingException",
  "ThrottledException",
  "TooManyRequestsException",
])

/** What kind of failure an error is. Everything unknown is transient: trying again is the safe guess. */
export function classify(error: unknown): Failure {
  const { name, message } = error instanceof Error ? error : new Error(String(error))
  const ownerMessage = error instanceof HandlerError ? error.ownerMessage : undefined
  return { class: classOf(error, name), name, message, ownerMessage }
}

function classOf(error: unknown, name: string): FailureClass {
  if (error instanceof HandlerError) return error.failureClass
  if (error instanceof MalformedEvent) return "permanent"
  return throttles.has(name) ? "throttled" : "transient"
}

/** Whether trying again can help. */
export function isRetryable(failure: Failure): boolean {
  return failure.class === "transient" || failure.class === "throttled"
}
