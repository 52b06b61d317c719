/** Names and values of what a metric is about. */
export type Dimensions = Readonly<Record<string, string>>

/** CloudWatch knows a metric by all three: other dimensions are another metric. */
export interface MetricId {
  readonly namespace: string
  readonly name: string
  readonly dimensions: Dimensions
}

/** Values of one moment as their statistics; one value is a set whose minimum is its maximum. */
export interface Sample {
  /** Milliseconds since the epoch, at the start of its minute or second. */
  readonly time: number
  readonly unit: string
  readonly minimum: number
  readonly maximum: number
  readonly sum: number
  readonly count: number
}

export interface MetricSample {
  readonly metric: MetricId
  readonly sample: Sample
}

/** Seconds that a metric's samples are kept at: standard and high resolution. */
export const RESOLUTIONS: readonly unknown[] = [1, 60]
export const STANDARD_RESOLUTION = 60

/** The start of the minute or second that a time is in. */
export function resolved(time: number, resolution: number): number {
  return Math.floor(time / (resolution * 1000)) * resolution * 1000
}

export function sampleOf(value: number, count: number, time: number, unit: string): Sample {
  return { time, unit, minimum: value, maximum: value, sum: value * count, count }
}
