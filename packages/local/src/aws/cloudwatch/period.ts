import { DAY, HIGH_RESOLUTION_RETENTION, HOUR, RETENTION } from "./limits.ts"
import type { MetricRows } from "./metric-rows.ts"
import type { MetricId, Sample } from "./sample.ts"

const SHORT_PERIODS = [1, 5, 10, 20, 30]
const MINUTE = 60_000

/** What is asked for, in milliseconds; the end is exclusive. */
export interface TimeRange {
  readonly start: number
  readonly end: number
  readonly period: number
}

/** Seconds: 1, 5, 10, 20, 30 or a multiple of 60. */
export function isPeriod(seconds: unknown): seconds is number {
  return (
    SHORT_PERIODS.includes(seconds as number) ||
    (Number.isInteger(seconds) && (seconds as number) > 0 && (seconds as number) % 60 === 0)
  )
}

/** Starts are rounded down, the more the longer ago. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricStatistics.html */
export function roundedStart(start: number, period: number, now: number): number {
  const age = now - start
  const coarse = age > 63 * DAY ? HOUR : age > 15 * DAY ? 5 * MINUTE : MINUTE
  const grain = period < MINUTE ? period : coarse
  return Math.floor(start / grain) * grain
}

/** The samples of each period that has any, by the period's start. Periods are counted from the start that was asked for, as on AWS. */
export function samplesByPeriod(
  rows: MetricRows,
  metric: MetricId,
  { start, end, period }: TimeRange,
  now: number,
): Map<number, Sample[]> {
  const kept = now - (period < MINUTE ? HIGH_RESOLUTION_RETENTION : RETENTION)
  const samples = rows.samples(metric, Math.max(start, kept), end)
  return Map.groupBy(samples, ({ time }) => start + Math.floor((time - start) / period) * period)
}
