import { type CloudWatchClient, GetMetricDataCommand, type MetricDataResult } from "@aws-sdk/client-cloudwatch"

/** A metric as CloudWatch knows it, and what of it. */
export interface Metric {
  readonly namespace: string
  readonly name: string
  readonly dimensions: Readonly<Record<string, string>>
  readonly stat: "Sum" | "Maximum"
}

/** Of a function, by its name on AWS. https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html */
export function ofFunction(FunctionName: string, name: string, stat: Metric["stat"] = "Sum"): Metric {
  return { namespace: "AWS/Lambda", name, dimensions: { FunctionName }, stat }
}

/** What packages/lambda counts of a service, in the stage's namespace. */
export function ofService(namespace: string, service: string, name: string): Metric {
  return { namespace, name, dimensions: { service }, stat: "Sum" }
}

export interface Window {
  /** Milliseconds since the epoch. */
  readonly from: number
  readonly to: number
  /** Seconds that a value is of. */
  readonly period: number
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
const METRICS_A_CALL = 500

/** The values of each metric in that window, the latest first; none where nothing was recorded. */
export async function measured<Key extends string>(
  client: Pick<CloudWatchClient, "send">,
  metrics: Readonly<Record<Key, Metric>>,
  window: Window,
): Promise<Readonly<Record<Key, readonly number[]>>> {
  const keys = Object.keys(metrics) as Key[]
  const values = {} as Record<Key, readonly number[]>
  for (let start = 0; start < keys.length; start += METRICS_A_CALL) {
    const asked = keys.slice(start, start + METRICS_A_CALL)
    const results = await resultsOf(
      client,
      asked.map((key) => metrics[key]),
      window,
    )
    asked.forEach((key, index) => (values[key] = valuesOf(results, idOf(index))))
  }
  return values
}

async function resultsOf(
  client: Pick<CloudWatchClient, "send">,
  metrics: readonly Metric[],
  { from, to, period }: Window,
): Promise<MetricDataResult[]> {
  const MetricDataQueries = metrics.map(({ namespace, name, dimensions, stat }, index) => ({
    Id: idOf(index),
    MetricStat: {
      Metric: {
        Namespace: namespace,
        MetricName: name,
        Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
      },
      Period: period,
      Stat: stat,
    },
  }))
  const times = { StartTime: new Date(from), EndTime: new Date(to), ScanBy: "TimestampDescending" as const }
  const results: MetricDataResult[] = []
  let NextToken: string | undefined
  do {
    const page = await client.send(
      new GetMetricDataCommand({ MetricDataQueries, ...times, ...(NextToken ? { NextToken } : {}) }),
    )
    results.push(...(page.MetricDataResults ?? []))
    NextToken = page.NextToken
  } while (NextToken)
  return results
}

function idOf(index: number): string {
  return `m${index}`
}

/** One metric's values may come on several pages. */
function valuesOf(results: readonly MetricDataResult[], id: string): number[] {
  return results.filter(({ Id }) => Id === id).flatMap(({ Values = [] }) => Values)
}

export function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}
