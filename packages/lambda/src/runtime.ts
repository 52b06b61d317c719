import { DynamoDBPersistenceLayer } from "@aws-lambda-powertools/idempotency/dynamodb"
import { Logger } from "@aws-lambda-powertools/logger"
import { Metrics } from "@aws-lambda-powertools/metrics"
import { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { EventBridgeClient } from "@aws-sdk/client-eventbridge"
import { S3Client } from "@aws-sdk/client-s3"
import { SQSClient } from "@aws-sdk/client-sqs"
import { MAX_BACKOFF_SECONDS } from "./backoff.ts"
import { type Claims, claimsIn } from "./claims.ts"
import { lazy, linked } from "./links.ts"
import { type Once, onceWith } from "./once.ts"
import { type Publish, publisher } from "./publish.ts"
import { type MessageQueue, sqsQueue } from "./queue.ts"
import { type Waits, waitsIn } from "./waits.ts"

/** What a subscriber needs besides its use case; tests hand in their own. */
export interface Runtime {
  readonly service: string
  /** A message is given up when it has been tried so many times. */
  readonly maxReceives: number
  /** SQS itself gives a message up after so many receives; more than `maxReceives` where waiting is no failure. */
  readonly queueReceives: number
  /** Seconds between two attempts, at the most. Default 900. */
  readonly maxBackoff?: number
  readonly waits: Waits
  readonly once: Once
  readonly publish: Publish
  readonly claims: Pick<Claims, "redeem">
  readonly queue: MessageQueue
  readonly logger: Pick<Logger, "info" | "warn" | "error">
  readonly metrics: {
    addMetric(...measured: Parameters<Metrics["addMetric"]>): unknown
    hasStoredMetrics(): boolean
    publishStoredMetrics(): unknown
  }
}

/** The runtime on AWS, from the environment that the stacks give to every subscriber. */
export const lambdaRuntime = lazy((): Runtime => {
  const service = required("DARKROOM_SERVICE")
  // Two functions of a service may be there for the same event: what one has handled, the other has not.
  const subscriber = process.env["DARKROOM_SUBSCRIBER"] ?? service
  const claims = claimsIn(linked("Output").name, new S3Client({}))
  const tableName = linked("Idempotency").name
  const dynamo = new DynamoDBClient({})
  const store = new DynamoDBPersistenceLayer({ tableName, awsSdkV3Client: dynamo })
  // The regional endpoint, not the queue's URL: the same code then reaches an endpoint set by AWS_ENDPOINT_URL.
  const sqs = new SQSClient({ useQueueUrlAsEndpoint: false })
  return {
    service,
    maxReceives: Number(required("DARKROOM_MAX_RECEIVES")),
    queueReceives: Number(process.env["DARKROOM_QUEUE_RECEIVES"] ?? required("DARKROOM_MAX_RECEIVES")),
    maxBackoff: Number(process.env["DARKROOM_MAX_BACKOFF"] ?? MAX_BACKOFF_SECONDS),
    waits: waitsIn(tableName, subscriber, dynamo),
    once: onceWith(store, subscriber),
    publish: publisher({ client: new EventBridgeClient({}), busName: linked("Events").name, storeClaim: claims.store }),
    claims,
    queue: sqsQueue(sqs, () => required("DARKROOM_DEAD_LETTER_URL")),
    logger: new Logger({ serviceName: service }),
    metrics: new Metrics({ namespace: process.env["DARKROOM_METRICS_NAMESPACE"] ?? "Darkroom", serviceName: service }),
  }
})

function required(name: string): string {
  const value = process.env[name]
  if (!value) throw new Error(`The environment variable ${name} is missing; stacks/subscribers.ts sets it`)
  return value
}
