import { unsupportedOperation } from "../errors.ts"
import { validationError } from "./errors.ts"
import { MAX_QUERIES } from "./limits.ts"
import { dimensionsInput, requiredText, unitInput } from "./metric-input.ts"
import { isPeriod } from "./period.ts"
import type { MetricId } from "./sample.ts"
import { percentileOf, type Statistic, STATISTICS } from "./statistic.ts"

type Input = Readonly<Record<string, unknown>>

/** One of the queries of GetMetricData. */
export interface MetricDataQuery {
  readonly id: string
  readonly label: string
  readonly metric: MetricId
  /** Milliseconds. */
  readonly period: number
  readonly statistic: Statistic
  readonly unit: string | undefined
  /** Others are for expressions only. */
  readonly returned: boolean
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDataQuery.html */
export function metricDataQueries(value: unknown): MetricDataQuery[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : []
  if (list.length === 0) throw validationError("The parameter MetricDataQueries is required.")
  if (list.length > MAX_QUERIES)
    throw validationError(`The collection MetricDataQueries must not have a size greater than ${MAX_QUERIES}.`)
  const queries = list.map((entry, index) =>
    queryInput(`MetricDataQueries.member.${index + 1}`, Object(entry) as Input),
  )
  const twice = queries.find(({ id }, index) => queries.findIndex((other) => other.id === id) < index)
  if (twice) throw validationError(`The values for parameter id in MetricDataQueries are not unique: ${twice.id}.`)
  return queries
}

function queryInput(path: string, query: Input): MetricDataQuery {
  const id = String(query["Id"])
  if (!/^[a-z]\w{0,254}$/.test(id))
    throw validationError(
      `The value ${id} for parameter ${path}.Id is not matching the expected pattern ^[a-z][a-zA-Z0-9_]*$.`,
    )
  const { MetricStat, Expression } = query
  if ((MetricStat == null) === (Expression == null))
    throw validationError(`Exactly one of the parameters ${path}.MetricStat and ${path}.Expression must be specified.`)
  if (Expression != null)
    throw unsupportedOperation("cloudwatch", `GetMetricData with the expression ${JSON.stringify(Expression)}`)
  const stat = metricStat(`${path}.MetricStat`, Object(MetricStat) as Input)
  const label = typeof query["Label"] === "string" ? query["Label"] : stat.metric.name
  return { id, label, ...stat, returned: query["ReturnData"] !== false }
}

function metricStat(path: string, { Metric, Period, Stat, Unit }: Input) {
  const { Namespace, MetricName, Dimensions } = Object(Metric) as Input
  if (!isPeriod(Period)) throw validationError(`The value ${String(Period)} for parameter ${path}.Period is invalid.`)
  return {
    metric: {
      namespace: requiredText(`${path}.Metric.Namespace`, Namespace),
      name: requiredText(`${path}.Metric.MetricName`, MetricName),
      dimensions: dimensionsInput(`${path}.Metric.Dimensions`, Dimensions),
    },
    period: Period * 1000,
    statistic: statisticInput(`${path}.Stat`, String(Stat)),
    unit: unitInput(`${path}.Unit`, Unit),
  }
}

/** What CloudWatch can do besides. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html */
const OTHER_STATISTICS = /^((tm|wm|tc|ts|pr|TM|WM|TC|TS|PR)[\d(]|iqm$|IQM$)/

function statisticInput(path: string, name: string): Statistic {
  const statistic = Object.hasOwn(STATISTICS, name) ? STATISTICS[name] : percentileOf(name)
  if (statistic) return statistic
  if (OTHER_STATISTICS.test(name)) throw unsupportedOperation("cloudwatch", `GetMetricData with the statistic ${name}`)
  throw validationError(`The value ${name} for parameter ${path} is not supported.`)
}
