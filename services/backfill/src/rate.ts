/** Lets through so many a second: what is not used up waits for a second at the most. */
export interface TokenBucket {
  /** Milliseconds until so many may go. */
  waitFor(count: number): number
  /** Takes them. */
  take(count: number): void
  setRate(perSecond: number): void
}

/** Begins empty, so that who goes on elsewhere does not begin with a burst. `now` is in milliseconds. */
export function tokenBucket(perSecond: number, now: () => number): TokenBucket {
  let rate = perSecond
  let tokens = 0
  let at = now()
  /** A second's worth, or one. */
  const most = () => Math.max(rate, 1)
  const refill = () => {
    const time = now()
    tokens = Math.min(most(), tokens + (Math.max(0, time - at) / 1000) * rate)
    at = time
  }
  return {
    waitFor(count) {
      refill()
      // What was put together at a higher rate goes on credit.
      const needed = Math.min(count, most())
      return tokens >= needed ? 0 : Math.ceil(((needed - tokens) / rate) * 1000)
    },
    take(count) {
      refill()
      tokens -= count
    },
    setRate(changed) {
      refill()
      rate = changed
    },
  }
}

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
const ENTRIES_A_CALL = 10

/** Objects that go together: ten, or as many as a second takes. */
export function batchSize(perSecond: number): number {
  return Math.min(ENTRIES_A_CALL, Math.max(1, Math.floor(perSecond)))
}
