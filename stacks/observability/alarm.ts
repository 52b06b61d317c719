import type { Formula, Metric } from "./metric.ts"

/** When a figure is too high: so often among so many periods. */
export interface Watch {
  readonly figure: Metric | Formula
  /** From here on it is too high. */
  readonly from: $util.Input<number>
  /** Seconds of a period. */
  readonly period: number
  readonly periods: number
  /** How many of them have to be too high. Default: all. */
  readonly breaching?: number
}

/** One thing that can be wrong, of which people are told once. */
export interface Concern {
  /** What is wrong, in few words: the name of the alarm and of its page in docs/runbooks. */
  readonly name: string
  readonly problem: string
  /** By the resource, each an alarm of its own that tells nobody; without a name, one alarm. */
  readonly watches: Watch | Readonly<Record<string, Watch>>
}

export interface Alarm {
  readonly arn: $util.Output<string>
}

const prefix = `${$app.name}-${$app.stage}`

/** The page of the concern, in the repository. */
const runbook = ({ name }: Concern) => `docs/runbooks/${name}.md`

/** The alarm of a concern; where it is about several resources, a composite of theirs. */
export function alarmOn(concern: Concern, topic: $util.Input<string>): Alarm {
  const { name, watches } = concern
  if (isWatch(watches)) return metricAlarm(concern, watches, { topic })
  const parts = Object.entries(watches).map(([part, watch]) => metricAlarm(concern, watch, { part }))
  return new aws.cloudwatch.CompositeAlarm(`Alarm-${name}`, {
    alarmName: `${prefix}-${name}`,
    alarmDescription: description(concern),
    alarmRule: $resolve(parts.map((part) => part.name)).apply((names) =>
      names.map((each) => `ALARM("${each}")`).join(" OR "),
    ),
    alarmActions: [topic],
    okActions: [topic],
  })
}

function isWatch(watches: Concern["watches"]): watches is Watch {
  return "figure" in watches
}

function description(concern: Concern, part?: string): string {
  return `${part === undefined ? "" : `${part}: `}${concern.problem} Runbook: ${runbook(concern)}`
}

function metricAlarm(
  concern: Concern,
  { figure, from, period, periods, breaching = periods }: Watch,
  { part, topic }: { part?: string; topic?: $util.Input<string> },
) {
  const name = part === undefined ? concern.name : `${concern.name}-${part}`
  const told = topic === undefined ? [] : [topic]
  return new aws.cloudwatch.MetricAlarm(`Alarm-${name}`, {
    name: `${prefix}-${name}`,
    alarmDescription: description(concern, part),
    comparisonOperator: "GreaterThanOrEqualToThreshold",
    threshold: from,
    evaluationPeriods: periods,
    datapointsToAlarm: breaching,
    // What sends no metric does nothing wrong.
    treatMissingData: "notBreaching",
    alarmActions: told,
    okActions: told,
    metricQueries: queries(figure, period),
  })
}

function queries(figure: Metric | Formula, period: number) {
  if (!("expression" in figure)) return [{ id: "figure", returnData: true, metric: metricOf(figure, period) }]
  const parts = Object.entries(figure.metrics).map(([id, metric]) => ({ id, metric: metricOf(metric, period) }))
  return [{ id: "figure", expression: figure.expression, returnData: true }, ...parts]
}

function metricOf({ namespace, name: metricName, dimensions, stat }: Metric, period: number) {
  return { namespace, metricName, dimensions, stat, period }
}
