import fc from "fast-check"
import { expect, it } from "vitest"
import { batchSize, tokenBucket } from "./rate.ts"

/** Takes batches for so many seconds of a clock that only waiting moves; how many were taken. */
function takenIn(seconds: number, rate: number, changes: readonly { at: number; rate: number }[] = []): number {
  let now = 0
  let current = rate
  let taken = 0
  const bucket = tokenBucket(rate, () => now)
  while (now < seconds * 1000) {
    const change = changes.findLast(({ at }) => at * 1000 <= now)
    if (change && change.rate !== current) bucket.setRate((current = change.rate))
    const count = batchSize(current)
    const wait = bucket.waitFor(count)
    if (wait > 0) now += Math.min(wait, 1000)
    else {
      bucket.take(count)
      taken += count
    }
  }
  return taken
}

it("lets no more through than its rate, and hardly less", () => {
  fc.assert(
    fc.property(fc.double({ min: 0.1, max: 5_000, noNaN: true }), (rate) => {
      const taken = takenIn(60, rate)
      expect(taken).toBeLessThanOrEqual(rate * 60 + batchSize(rate))
      // A millisecond of waiting is the least, so a batch may come that much late.
      expect(taken).toBeGreaterThanOrEqual(rate * 55 - batchSize(rate))
    }),
  )
})

it("takes another rate at once", () => {
  expect(takenIn(20, 100, [{ at: 10, rate: 10 }])).toBeCloseTo(1_100, -2)
  expect(takenIn(20, 10, [{ at: 10, rate: 1_000 }])).toBeCloseTo(10_100, -3)
})

it("does not save up what was not used", () => {
  let now = 0
  const bucket = tokenBucket(50, () => now)
  now = 3_600_000
  bucket.take(50)
  expect(bucket.waitFor(10)).toBe(200)
})

it("lets a batch go that was put together at a higher rate", () => {
  let now = 0
  const bucket = tokenBucket(100, () => now)
  bucket.setRate(0.5)
  now += bucket.waitFor(10)
  expect([now, bucket.waitFor(10)]).toEqual([2_000, 0])
  bucket.take(10)
  expect(bucket.waitFor(1)).toBe(20_000)
})
