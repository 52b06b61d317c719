const MINUTE = 60_000
export const HOUR = 60 * MINUTE
export const DAY = 24 * HOUR

// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html
export const MAX_METRICS = 1_000
export const MAX_VALUES = 150
export const MAX_DIMENSIONS = 30
export const MAX_NAME_LENGTH = 255
export const MAX_DIMENSION_VALUE_LENGTH = 1_024
export const MAX_QUERIES = 500
export const MAX_STATISTICS_DATAPOINTS = 1_440
export const MAX_DATAPOINTS = 100_800
export const LISTED_METRICS = 500
/** The largest and, with a minus, the smallest value. */
export const MAX_VALUE = 2 ** 360

/** How long one-minute data is kept; AWS then keeps it at a coarser grain, which a laptop does not need. */
export const RETENTION = 15 * DAY
/** How long data of less than a minute is kept. */
export const HIGH_RESOLUTION_RETENTION = 3 * HOUR
/** A metric without new data for so long is no more listed. */
export const LISTED_FOR = 14 * DAY
export const RECENTLY_ACTIVE = 3 * HOUR

/** What is wrong with a sample's time, or undefined. */
export function timeProblem(time: number, now: number): string | undefined {
  if (time < now - LISTED_FOR) return "must specify a time within the past two weeks."
  if (time > now + 2 * HOUR) return "must specify a time no more than two hours in the future."
  return undefined
}
