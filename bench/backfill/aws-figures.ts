/** A published figure, where it stands, and how we know it. */
export interface Figure {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly page: string
  /**
   * `read`: on that page, or a copy of it, in October or November 2026. `reported`: read then in an article of 2025 or 2026 that quotes it.
   * `remembered`: not looked up again; check it before you rely on it.
   */
  readonly known: "read" | "reported" | "remembered"
}

const figure = (name: string, value: number, unit: string, page: string, known: Figure["known"]): Figure => ({
  name,
  value,
  unit,
  page,
  known,
})

const eventBridge = "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html"
const rekognition = "https://docs.aws.amazon.com/general/latest/gr/rekognition.html"
const rekognitionPrices = "https://aws.amazon.com/rekognition/pricing/"
const lambdaPrices = "https://aws.amazon.com/lambda/pricing/"

/** Default quotas of us-east-1, of one account; most can be raised. */
export const quotas = {
  putEvents: figure("PutEvents", 10_000, "entries/s", eventBridge, "read"),
  invocations: figure("EventBridge invocations of targets", 18_750, "/s", eventBridge, "read"),
  concurrency: figure(
    "Lambda, concurrent executions",
    1_000,
    "",
    "https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html",
    "remembered",
  ),
  mapping: figure(
    "Lambda, concurrent batches of one SQS queue",
    1_000,
    "",
    "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html",
    "read",
  ),
  inFlight: figure(
    "SQS, messages in flight of one queue",
    120_000,
    "",
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html",
    "read",
  ),
  retention: figure(
    "SQS, days that a message is kept",
    14,
    "days",
    "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html",
    "read",
  ),
  writes: figure(
    "DynamoDB, writes of one on-demand table",
    40_000,
    "WRU/s",
    "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html",
    "remembered",
  ),
  detectLabels: figure("Rekognition DetectLabels, us-east-1", 50, "/s", rekognition, "remembered"),
  detectLabelsElsewhere: figure("Rekognition DetectLabels, most regions", 5, "/s", rekognition, "remembered"),
} as const

/** List prices of us-east-1 in USD, without free tiers. */
export const prices = {
  event: figure(
    "EventBridge, custom events",
    1,
    "a million",
    "https://aws.amazon.com/eventbridge/pricing/",
    "reported",
  ),
  archive: figure("EventBridge, archive", 0.1, "a GB", "https://aws.amazon.com/eventbridge/pricing/", "reported"),
  queueRequest: figure("SQS, requests", 0.4, "a million", "https://aws.amazon.com/sqs/pricing/", "remembered"),
  invocation: figure("Lambda, requests", 0.2, "a million", lambdaPrices, "reported"),
  gigabyteSecond: figure("Lambda, arm64", 0.0000133334, "a GB-second", lambdaPrices, "reported"),
  write: figure(
    "DynamoDB, on-demand writes",
    0.625,
    "a million WRU",
    "https://aws.amazon.com/dynamodb/pricing/on-demand/",
    "reported",
  ),
  read: figure(
    "DynamoDB, on-demand reads",
    0.125,
    "a million RRU",
    "https://aws.amazon.com/dynamodb/pricing/on-demand/",
    "reported",
  ),
  put: figure("S3, PUT and LIST", 5, "a million", "https://aws.amazon.com/s3/pricing/", "remembered"),
  get: figure("S3, GET", 0.4, "a million", "https://aws.amazon.com/s3/pricing/", "remembered"),
} as const

const cloudWatchPrices = "https://aws.amazon.com/cloudwatch/pricing/"
const wafPrices = "https://aws.amazon.com/waf/pricing/"
const stepFunctionsPrices = "https://aws.amazon.com/step-functions/pricing/"

/** What a month costs besides what prices has, likewise. */
export const monthlyPrices = {
  storage: figure("S3 Standard, storage", 0.023, "a GB and month", "https://aws.amazon.com/s3/pricing/", "remembered"),
  logs: figure("CloudWatch Logs, taken in", 0.5, "a GB", cloudWatchPrices, "reported"),
  metric: figure("CloudWatch, a metric of one's own", 0.3, "a month", cloudWatchPrices, "reported"),
  alarm: figure("CloudWatch, an alarm's metric", 0.1, "a month", cloudWatchPrices, "remembered"),
  compositeAlarm: figure("CloudWatch, a composite alarm", 0.5, "a month", cloudWatchPrices, "remembered"),
  dashboard: figure("CloudWatch, a dashboard", 3, "a month", cloudWatchPrices, "reported"),
  traces: figure("X-Ray, traces recorded", 5, "a million", "https://aws.amazon.com/xray/pricing/", "remembered"),
  webAcl: figure("WAF, a web ACL", 5, "a month", wafPrices, "reported"),
  wafRule: figure("WAF, a rule", 1, "a month", wafPrices, "reported"),
  transition: figure("Step Functions, Standard, state transitions", 25, "a million", stepFunctionsPrices, "read"),
  express: figure("Step Functions, Express, executions", 1, "a million", stepFunctionsPrices, "read"),
  expressSecond: figure("Step Functions, Express", 0.00001667, "a GB-second", stepFunctionsPrices, "reported"),
} as const

/** USD an image of DetectLabels by the images of a month; the last tier is remembered. */
export const labelTiers = [
  { upTo: 1_000_000, price: 0.001 },
  { upTo: 5_000_000, price: 0.0008 },
  { upTo: 35_000_000, price: 0.0006 },
  { upTo: Infinity, price: 0.00025 },
] as const
export const labelTiersPage = rekognitionPrices
