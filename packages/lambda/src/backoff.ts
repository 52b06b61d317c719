import type { FailureClass } from "@darkroom/events"

const BASE_SECONDS = { transient: 1, throttled: 5, permanent: 0, unsupported: 0 } as const satisfies Record<
  FailureClass,
  number
>
const MAX_SECONDS = 900

/** Seconds until the next attempt: exponential, with half of it random so that a burst of failures does not come back as one. */
export function backoffSeconds(failure: FailureClass, attempt: number, random: () => number = Math.random): number {
  const full = Math.min(BASE_SECONDS[failure] * 2 ** attempt, MAX_SECONDS)
  return Math.ceil(full / 2 + (full / 2) * random())
}
