import type { FailureClass } from "@darkroom/events"

const BASE_SECONDS = { transient: 1, throttled: 5, permanent: 0, unsupported: 0 } as const satisfies Record<
  FailureClass,
  number
>
/** The longest wait where a service asks for no other. */
export const MAX_BACKOFF_SECONDS = 900

/** SQS hides a message for twelve hours at the most, the time included that its handler takes. */
export const MAX_HIDDEN_SECONDS = 11 * 3600

/**
 * Seconds until the next attempt: exponential up to `max`, with half of it random so that a burst of failures does not come
 * back as one.
 */
export function backoffSeconds(
  failure: FailureClass,
  attempt: number,
  random: () => number = Math.random,
  max: number = MAX_BACKOFF_SECONDS,
): number {
  const full = Math.min(BASE_SECONDS[failure] * 2 ** attempt, max)
  return Math.ceil(full / 2 + (full / 2) * random())
}
