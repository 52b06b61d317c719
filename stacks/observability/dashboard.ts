import { api } from "../gallery.ts"
import type { Alarm } from "./alarm.ts"
import { dailyCost } from "./concerns.ts"
import {
  type Formula,
  type Metric,
  ofApi,
  ofFunction,
  ofLambda,
  ofQueue,
  ofRekognition,
  ofRule,
  ofService,
  ofTable,
} from "./metric.ts"
import { backfillQueues, deadLetterQueues, functions, liveQueues, rules, services, watchedTables } from "./watched.ts"

/** A dashboard is 24 columns wide. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html */
const WIDTH = 12
const HEIGHT = 6

const region = aws.getRegionOutput().region

interface Line {
  readonly metric: Metric
  readonly label: string
}
interface Graph {
  readonly title: string
  readonly lines: readonly Line[]
  /** Seconds. Default 300. */
  readonly period?: number
  readonly region?: $util.Input<string>
}

const lines = <Node extends { id: string }>(nodes: readonly Node[], metric: (node: Node) => Metric): Line[] =>
  nodes.map((node) => ({ metric: metric(node), label: node.id }))

const graphs: readonly Graph[] = [
  {
    title: "Messages handled, by service",
    lines: services.map((service) => ({ metric: ofService(service, "Handled"), label: service })),
  },
  {
    title: "Messages given up, by service; ProcessingFailed is what failures handled",
    lines: [
      ...services.map((service) => ({ metric: ofService(service, "DeadLettered"), label: service })),
      { metric: ofService("failures", "Handled"), label: "ProcessingFailed" },
    ],
  },
  {
    title: "Steps that stalled, and dead letters of which no event tells",
    lines: [
      { metric: ofService("catalog", "Stalled"), label: "stalled" },
      { metric: ofService("failures", "Untold"), label: "untold" },
    ],
  },
  {
    title: "Oldest message of live uploads (s)",
    lines: lines(liveQueues, ({ name }) => ofQueue(name, "ApproximateAgeOfOldestMessage", "Maximum")),
  },
  {
    title: "Oldest message of backfills (s)",
    lines: lines(backfillQueues, ({ name }) => ofQueue(name, "ApproximateAgeOfOldestMessage", "Maximum")),
  },
  {
    title: "Dead letters",
    lines: lines(deadLetterQueues, ({ name }) => ofQueue(name, "ApproximateNumberOfMessagesVisible", "Maximum")),
  },
  {
    title: "Events that reached no queue, by rule",
    lines: rules.map((rule, index) => ({ metric: ofRule(rule, "FailedInvocations"), label: `rule ${index + 1}` })),
  },
  { title: "Errors of functions", lines: lines(functions, ({ name }) => ofFunction(name, "Errors")) },
  { title: "Duration, p95 (ms)", lines: lines(functions, ({ name }) => ofFunction(name, "Duration", "p95")) },
  {
    title: "Lambda in this region, all apps",
    lines: [
      { metric: ofLambda("ConcurrentExecutions", "Maximum"), label: "at once" },
      { metric: ofLambda("Throttles"), label: "throttled" },
    ],
  },
  {
    title: "Rekognition in this region, all apps",
    lines: ["SuccessfulRequestCount", "ThrottledCount", "ServerErrorCount", "UserErrorCount"].map((name) => ({
      metric: ofRekognition(name),
      label: name,
    })),
  },
  {
    title: "Throttled writes and reads of tables",
    lines: ["WriteThrottleEvents", "ReadThrottleEvents"].flatMap((name) =>
      watchedTables.map((table) => ({ metric: ofTable(table.name, name), label: `${table.id} ${name}` })),
    ),
  },
  {
    title: "The gallery's API",
    lines: [
      { metric: ofApi(api.nodes.api.id, "Count"), label: "requests" },
      { metric: ofApi(api.nodes.api.id, "4xx"), label: "4xx" },
      { metric: ofApi(api.nodes.api.id, "5xx"), label: "5xx" },
      { metric: ofApi(api.nodes.api.id, "Latency", "p95"), label: "p95 (ms)" },
    ],
  },
  {
    // Only there, and only where the account lets CloudWatch have its bills.
    title: "The account's bill this month (USD), all apps",
    period: 6 * 3_600,
    region: "us-east-1",
    lines: [
      {
        metric: {
          namespace: "AWS/Billing",
          name: "EstimatedCharges",
          dimensions: { Currency: "USD" },
          stat: "Maximum",
        },
        label: "estimated",
      },
    ],
  },
]

/** One page of everything, with the alarms on top. */
export function createDashboard(alarms: readonly Alarm[]): aws.cloudwatch.Dashboard {
  const place = (index: number) => ({
    x: (index % 2) * WIDTH,
    y: HEIGHT * (1 + Math.floor(index / 2)),
    width: WIDTH,
    height: HEIGHT,
  })
  const [status, cost] = [alarmWidget(alarms), costWidget()]
  const widgets = [...graphs.map(graphWidget), cost].map((widget, index) => ({ ...widget, ...place(index) }))
  return new aws.cloudwatch.Dashboard("Dashboard", {
    dashboardName: `${$app.name}-${$app.stage}`,
    dashboardBody: $jsonStringify({ widgets: [status, ...widgets] }),
  })
}

function alarmWidget(alarms: readonly Alarm[]) {
  const properties = { title: "What people are told of", alarms: alarms.map(({ arn }) => arn) }
  return { type: "alarm", x: 0, y: 0, width: 2 * WIDTH, height: HEIGHT, properties }
}

function graphWidget({ title, lines: shown, period = 300, region: place = region }: Graph) {
  const metrics = shown.map(({ metric, label }) => metricRow(metric, { label }))
  return { type: "metric", properties: { title, region: place, period, view: "timeSeries", metrics } }
}

function costWidget() {
  const { expression, metrics }: Formula = dailyCost()
  const rows = Object.entries(metrics).map(([id, metric]) => metricRow(metric, { id, visible: false }))
  const title = "Rekognition's answers on images a day (USD), at the first tier's price"
  return {
    type: "metric",
    properties: {
      title,
      region,
      period: 24 * 3_600,
      view: "timeSeries",
      metrics: [[{ expression, label: "USD a day", id: "cost" }], ...rows],
    },
  }
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html: namespace, name, dimensions, options. */
function metricRow({ namespace, name, dimensions, stat }: Metric, options: object) {
  return $output(dimensions).apply((resolved) => [
    namespace,
    name,
    ...Object.entries(resolved).flat(),
    { stat, ...options },
  ])
}
