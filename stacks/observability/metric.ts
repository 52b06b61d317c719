import { metricsNamespace } from "../defaults.ts"

type Text = $util.Input<string>

export interface Metric {
  readonly namespace: string
  readonly name: string
  /** None: of the account in this region. */
  readonly dimensions: $util.Input<Record<string, Text>>
  readonly stat: string
}

/** A figure made of others: metric math, in which each has its name. An alarm takes ten at the most. */
export interface Formula {
  readonly expression: string
  readonly metrics: Readonly<Record<string, Metric>>
}

const of =
  (namespace: string, dimension: string) =>
  (value: Text, name: string, stat = "Sum"): Metric => ({ namespace, name, dimensions: { [dimension]: value }, stat })

const ofAccount =
  (namespace: string) =>
  (name: string, stat = "Sum"): Metric => ({ namespace, name, dimensions: {}, stat })

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html */
export const ofQueue = of("AWS/SQS", "QueueName")
/** https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html */
export const ofFunction = of("AWS/Lambda", "FunctionName")
export const ofLambda = ofAccount("AWS/Lambda")
/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html */
export const ofTable = of("AWS/DynamoDB", "TableName")
/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html */
export const ofApi = of("AWS/ApiGateway", "ApiId")
/** https://docs.aws.amazon.com/rekognition/latest/dg/rekognition-monitoring.html */
export const ofRekognition = ofAccount("AWS/Rekognition")
export const ofRekognitionCall = of("AWS/Rekognition", "Operation")
/** What packages/lambda counts, by service. */
export const ofService = of(metricsNamespace, "service")

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html: the default bus is no dimension. */
export function ofRule(rule: aws.cloudwatch.EventRule, metricName: string): Metric {
  const dimensions = $resolve([rule.name, rule.eventBusName]).apply(
    ([name = "", bus = "default"]): Record<string, string> =>
      bus === "default" ? { RuleName: name } : { EventBusName: bus, RuleName: name },
  )
  return { namespace: "AWS/Events", name: metricName, dimensions, stat: "Sum" }
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html: an index is throttled for itself. */
export function ofIndex(table: Text, index: string, name: string): Metric {
  return { ...ofTable(table, name), dimensions: { TableName: table, GlobalSecondaryIndexName: index } }
}

/** All of them together; one that sent nothing counts as none. */
export function sum(metrics: readonly Metric[]): Formula {
  const named = Object.fromEntries(metrics.map((metric, index) => [`m${index}`, metric] as const))
  const terms = Object.keys(named).map((name) => `FILL(${name}, 0)`)
  return { expression: terms.join(" + "), metrics: named }
}
