import { invalidParameterCombination, invalidParameterValue, missingParameter } from "./errors.ts"
import { MAX_STATISTICS_DATAPOINTS } from "./limits.ts"
import { dimensionsInput, invalidValue, listInput, requiredText, timeInput, unitInput } from "./metric-input.ts"
import type { MetricRows } from "./metric-rows.ts"
import { isPeriod, roundedStart, samplesByPeriod, type TimeRange } from "./period.ts"
import type { Sample } from "./sample.ts"
import { percentileOf, type Statistic, STATISTICS } from "./statistic.ts"

type Input = Readonly<Record<string, unknown>>
type Named = readonly (readonly [string, Statistic])[]

/** A datapoint for each period and unit that has data. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricStatistics.html */
export function getMetricStatistics(input: Input, rows: MetricRows, now: number) {
  const metric = {
    namespace: requiredText("Namespace", input["Namespace"]),
    name: requiredText("MetricName", input["MetricName"]),
    dimensions: dimensionsInput("Dimensions", input["Dimensions"]),
  }
  const range = rangeInput(input, now)
  const { statistics, extended } = statisticsInput(input)
  const unit = unitInput("Unit", input["Unit"])
  const periods = [...samplesByPeriod(rows, metric, range, now)]
  const Datapoints = periods.flatMap(([start, samples]) =>
    [...Map.groupBy(samples, (sample) => sample.unit)]
      .filter(([candidate]) => unit === undefined || candidate === unit)
      .flatMap(([Unit, ofUnit]) => datapoint({ Timestamp: start / 1000, Unit }, ofUnit, statistics, extended)),
  )
  return { Label: metric.name, Datapoints }
}

function rangeInput(input: Input, now: number): TimeRange {
  const seconds = input["Period"]
  if (seconds === undefined || seconds === null) throw missingParameter("Period")
  if (!isPeriod(seconds)) throw invalidValue("Period", seconds)
  const period = seconds * 1000
  const end = timeInput("EndTime", input["EndTime"])
  const asked = timeInput("StartTime", input["StartTime"])
  if (asked === end) throw invalidParameterValue("The parameter StartTime must not equal parameter EndTime.")
  if (asked > end) throw invalidParameterValue("The parameter StartTime must be less than the parameter EndTime.")
  const start = roundedStart(asked, period, now)
  const datapoints = Math.ceil((end - start) / period)
  if (datapoints <= MAX_STATISTICS_DATAPOINTS) return { start, end, period }
  throw invalidParameterCombination(
    `You have requested up to ${datapoints} datapoints, which exceeds the limit of ${MAX_STATISTICS_DATAPOINTS}. You may reduce the datapoints requested by increasing Period, or decreasing the time range.`,
  )
}

function statisticsInput(input: Input): { statistics: Named; extended: Named } {
  const statistics = named("Statistics", input["Statistics"], 5, (name) =>
    Object.hasOwn(STATISTICS, name) ? STATISTICS[name] : undefined,
  )
  const extended = named("ExtendedStatistics", input["ExtendedStatistics"], 10, percentileOf)
  if (statistics.length + extended.length === 0) throw missingParameter("Statistics or ExtendedStatistics")
  if (statistics.length > 0 && extended.length > 0)
    throw invalidParameterCombination(
      "The parameters Statistics and ExtendedStatistics are mutually exclusive and you have specified both.",
    )
  return { statistics, extended }
}

function named(path: string, value: unknown, most: number, find: (name: string) => Statistic | undefined): Named {
  return listInput(path, value, most).map((name, index) => {
    const statistic = find(String(name))
    if (statistic === undefined) throw invalidValue(`${path}.member.${index + 1}`, name)
    return [String(name), statistic] as const
  })
}

function datapoint(about: object, samples: readonly Sample[], statistics: Named, extended: Named): object[] {
  const values = valuesOf(statistics, samples)
  const percentiles = valuesOf(extended, samples)
  if (extended.length === 0) return [{ ...about, ...values }]
  return Object.keys(percentiles).length === 0 ? [] : [{ ...about, ExtendedStatistics: percentiles }]
}

function valuesOf(statistics: Named, samples: readonly Sample[]): Record<string, number> {
  const values = statistics.map(([name, statistic]) => [name, statistic(samples)] as const)
  return Object.fromEntries(values.filter((entry): entry is [string, number] => entry[1] !== undefined))
}
