import type { Clock } from "../../clock.ts"
import { rateExceeded, suddenIncrease } from "./errors.ts"

/** Of each operation, or of those named by theirs; the others have no limit. */
export type TransactionsPerSecond = number | Readonly<Record<string, number>>

/** How many times the quota's calls in one second are a sudden increase. AWS does not tell. */
const SUDDEN = 10
const SECOND = 1000

/** Each operation has a quota of its own: a bucket that holds what one second gives, and at least one call. */
interface Bucket {
  tokens: number
  filled: number
  /** Calls since then, refused ones too. */
  second: number
  calls: number
}

/**
 * Counts a call, or throws ProvisionedThroughputExceededException for one above the quota, ThrottlingException for one far above it.
 * https://docs.aws.amazon.com/rekognition/latest/dg/limits.html
 */
export function quotas(limits: TransactionsPerSecond = {}, clock: Clock): (operation: string) => void {
  const buckets = new Map<string, Bucket>()
  return (operation) => {
    const limit = typeof limits === "number" ? limits : limits[operation]
    if (limit === undefined) return
    const now = clock.now()
    const capacity = Math.max(1, limit)
    const bucket = buckets.get(operation) ?? { tokens: capacity, filled: now, second: now, calls: 0 }
    buckets.set(operation, bucket)
    if (now - bucket.second >= SECOND) Object.assign(bucket, { second: now, calls: 0 })
    bucket.calls++
    bucket.tokens = Math.min(capacity, bucket.tokens + ((now - bucket.filled) / SECOND) * limit)
    bucket.filled = now
    if (bucket.calls > capacity * SUDDEN) throw suddenIncrease()
    if (bucket.tokens < 1) throw rateExceeded()
    bucket.tokens--
  }
}
