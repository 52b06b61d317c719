import { AwsError } from "../errors.ts"
import { invalidNextToken, validationError } from "./errors.ts"
import { MAX_DATAPOINTS } from "./limits.ts"
import { type MetricDataQuery, metricDataQueries } from "./metric-data-query.ts"
import { timeInput } from "./metric-input.ts"
import type { MetricRows } from "./metric-rows.ts"
import { pageStart, pageToken } from "./page-token.ts"
import { roundedStart, samplesByPeriod } from "./period.ts"

type Input = Readonly<Record<string, unknown>>
type Point = readonly [time: number, value: number]

/** Values of several metrics at once. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
export function getMetricData(input: Input, rows: MetricRows, now: number) {
  const read = asValidation(() => ({ queries: metricDataQueries(input["MetricDataQueries"]), ...options(input) }))
  const { queries, start, end, ascending, limit } = read
  const first = pageStart(input["NextToken"])
  const found = queries
    .filter(({ returned }) => returned)
    .map((query) => ({ query, points: pointsOf(query, { start, end, ascending }, rows, now) }))
  const pages = cut(found, first, limit)
  const total = found.reduce((sum, { points }) => sum + points.length, 0)
  if (first > 0 && first >= total) throw invalidNextToken()
  return {
    MetricDataResults: pages,
    Messages: [],
    ...(first + limit < total ? { NextToken: pageToken(first + limit) } : {}),
  }
}

/** This operation has one code for all that is wrong with its parameters. */
function asValidation<Result>(read: () => Result): Result {
  try {
    return read()
  } catch (error) {
    if (error instanceof AwsError && error.status === 400) throw validationError(error.message)
    throw error
  }
}

function options({ StartTime, EndTime, ScanBy = "TimestampDescending", MaxDatapoints = MAX_DATAPOINTS }: Input) {
  const start = timeInput("StartTime", StartTime)
  const end = timeInput("EndTime", EndTime)
  if (start === end) throw validationError("The parameter StartTime must not equal parameter EndTime.")
  if (start > end) throw validationError("The parameter StartTime must be less than the parameter EndTime.")
  if (ScanBy !== "TimestampDescending" && ScanBy !== "TimestampAscending")
    throw validationError(`The value ${String(ScanBy)} for parameter ScanBy is invalid.`)
  const limit = Number(MaxDatapoints)
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_DATAPOINTS)
    throw validationError(`The parameter MaxDatapoints must be between 1 and ${MAX_DATAPOINTS}.`)
  return { start, end, limit, ascending: ScanBy === "TimestampAscending" }
}

function pointsOf(
  { metric, period, statistic, unit }: MetricDataQuery,
  { start, end, ascending }: { start: number; end: number; ascending: boolean },
  rows: MetricRows,
  now: number,
): Point[] {
  const range = { start: roundedStart(start, period, now), end, period }
  const points = [...samplesByPeriod(rows, metric, range, now)].flatMap(([time, samples]): Point[] => {
    const ofUnit = samples.filter((sample) => unit === undefined || sample.unit === unit)
    const value = ofUnit.length === 0 ? undefined : statistic(ofUnit)
    return value === undefined ? [] : [[time, value]]
  })
  return ascending ? points : points.reverse()
}

/** The results with the points of one page, which are counted through all of them. */
function cut(found: readonly { query: MetricDataQuery; points: readonly Point[] }[], first: number, limit: number) {
  let before = 0
  return found.map(({ query: { id, label }, points }) => {
    const from = Math.max(0, first - before)
    const to = Math.max(0, first + limit - before)
    before += points.length
    const page = points.slice(from, to)
    return {
      Id: id,
      Label: label,
      Timestamps: page.map(([time]) => time / 1000),
      Values: page.map(([, value]) => value),
      StatusCode: to < points.length ? "PartialData" : "Complete",
    }
  })
}
