import type { Clock } from "../clock.ts"
import type { Denial } from "../iam/denial.ts"

const KEPT = 1_000

/** A refused call and when it was made, in milliseconds since the epoch. */
export interface RecentDenial extends Denial {
  readonly time: number
}

/** The last calls that permissions did not allow, up to a thousand. */
export function recentDenials(clock: Clock) {
  const kept: RecentDenial[] = []
  return {
    add({ functionId, action, resource }: Denial): void {
      kept.push({ time: clock.now(), functionId, action, resource })
      if (kept.length > KEPT) kept.shift()
    },
    /** Latest first. */
    since: (time: number): RecentDenial[] => kept.filter((denial) => denial.time >= time).toReversed(),
  }
}
