/** The middle value; of an even number the mean of both. NaN of nothing. */
export function median(values: readonly number[]): number {
  return (percentile(values, 0.5, Math.floor) + percentile(values, 0.5, Math.ceil)) / 2
}

/** The value that so many (0 to 1) of the values do not exceed. NaN of nothing. */
export function percentile(
  values: readonly number[],
  share: number,
  round: (rank: number) => number = Math.ceil,
): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[round(share * (sorted.length - 1))] ?? Number.NaN
}

export interface Spread {
  readonly median: number
  readonly min: number
  readonly max: number
}

export function spreadOf(values: readonly number[]): Spread {
  return { median: median(values), min: Math.min(...values), max: Math.max(...values) }
}
