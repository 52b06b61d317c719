import { LISTED_FOR, LISTED_METRICS, RECENTLY_ACTIVE } from "./limits.ts"
import { dimensionsOutput, invalidValue, listInput, requiredText } from "./metric-input.ts"
import type { MetricRows } from "./metric-rows.ts"
import { pageStart, pageToken } from "./page-token.ts"
import type { Dimensions } from "./sample.ts"

type Input = Readonly<Record<string, unknown>>

/** The metrics with recent data, 500 at once. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListMetrics.html */
export function listMetrics(input: Input, rows: MetricRows, now: number) {
  const namespace = optionalText("Namespace", input["Namespace"])
  const metricName = optionalText("MetricName", input["MetricName"])
  const matches = dimensionsFilter(input["Dimensions"])
  const found = rows
    .metrics(now - sinceInput(input["RecentlyActive"]))
    .filter((metric) => namespace === undefined || metric.namespace === namespace)
    .filter(({ name, dimensions }) => (metricName === undefined || name === metricName) && matches(dimensions))
  const first = pageStart(input["NextToken"])
  const next = first + LISTED_METRICS
  return {
    Metrics: found.slice(first, next).map((metric) => ({
      Namespace: metric.namespace,
      MetricName: metric.name,
      Dimensions: dimensionsOutput(metric.dimensions),
    })),
    ...(next < found.length ? { NextToken: pageToken(next) } : {}),
  }
}

function optionalText(path: string, value: unknown): string | undefined {
  return value === undefined || value === null ? undefined : requiredText(path, value)
}

function sinceInput(recentlyActive: unknown): number {
  if (recentlyActive === undefined || recentlyActive === null) return LISTED_FOR
  if (recentlyActive === "PT3H") return RECENTLY_ACTIVE
  throw invalidValue("RecentlyActive", recentlyActive)
}

/** A name without a value is there whatever its value is; the metric may have other dimensions. */
function dimensionsFilter(value: unknown): (dimensions: Dimensions) => boolean {
  const filters = listInput("Dimensions", value, 10).map((filter, index) => {
    const { Name, Value } = Object(filter) as Input
    const path = `Dimensions.member.${index + 1}`
    return { name: requiredText(`${path}.Name`, Name), value: optionalText(`${path}.Value`, Value) }
  })
  return (dimensions) =>
    filters.every(
      ({ name, value }) => Object.hasOwn(dimensions, name) && (value ?? dimensions[name]) === dimensions[name],
    )
}
