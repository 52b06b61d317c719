const KEPT = 100

export interface DurationStats {
  /** Milliseconds, of the last 100 invocations; 0 before the first. */
  readonly p50DurationMs: number
  readonly maxDurationMs: number
}

/** How long a function takes lately. */
export function recentDurations() {
  const durations: number[] = []
  return {
    add(milliseconds: number): void {
      durations.push(milliseconds)
      if (durations.length > KEPT) durations.shift()
    },
    stats(): DurationStats {
      const sorted = durations.toSorted((a, b) => a - b)
      return { p50DurationMs: sorted[Math.ceil(sorted.length / 2) - 1] ?? 0, maxDurationMs: sorted.at(-1) ?? 0 }
    },
  }
}
