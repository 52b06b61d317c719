import { type FailureClass, MalformedEvent } from "@darkroom/events"
import { HandlerError, Unfinished } from "./errors.ts"

export interface Failure {
  readonly class: FailureClass
  readonly name: string
  readonly message: string
  readonly ownerMessage: string | undefined
  /** Seconds to wait at the least, where whoever refused said so. */
  readonly retryAfter?: number
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

/** Powertools' error when its table cannot be used; why, such as a call that IAM refuses, is told by its cause alone. */
const STORE_FAILED = "IdempotencyPersistenceLayerError"

/** What kind of failure an error is; of unfinished work and of what idempotency could not store, its cause. Everything unknown is transient: trying again is the safe guess. */
export function classify(error: unknown): Failure {
  if (error instanceof Unfinished) return classify(error.cause)
  if (error instanceof Error && error.name === STORE_FAILED && error.cause instanceof Error)
    return classify(error.cause)
  const { name, message } = error instanceof Error ? error : new Error(String(error))
  const { ownerMessage, retryAfter } = error instanceof HandlerError ? error : {}
  return {
    class: classOf(error, name),
    name,
    message,
    ownerMessage,
    ...(retryAfter === undefined ? {} : { retryAfter }),
  }
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
