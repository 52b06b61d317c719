import { ProcessingFailed } from "@darkroom/events"
import { CLAIMS_PREFIX } from "@darkroom/lambda/claims-prefix"
import { backfillDeadLetters } from "./backfill.ts"
import { permissions } from "./permissions.ts"
import { bus } from "./bus.ts"
import { output } from "./storage.ts"
import { consumeQueue, runtimePermissions } from "./runtime-permissions.ts"
import { subscribers } from "./services.ts"
import { FAILURES_TIMEOUT, handlerOf, pascal, undelivered } from "./subscribers.ts"
import { deadLetters, idempotency } from "./tables.ts"
import { videoSubscribers } from "./video.ts"
import { webhooks } from "./webhooks.ts"

const deadLetterQueues = [
  ...[...subscribers, ...videoSubscribers].map(({ service, name, deadLetters: queue }, index, all) => {
    const isFirst = all.findIndex((other) => other.service === service) === index
    // Two mappings of one queue cannot be there at once, not even while one takes the other's place: names stay as they were.
    return { service, subscriber: name, reader: isFirst ? pascal(service) : name, queue }
  }),
  ...backfillDeadLetters,
  { service: "bus", subscriber: "bus", reader: "Bus", queue: undelivered },
  // Were they reported as ProcessingFailed, the webhook that just failed would be told of that too.
  ...webhooks.map(({ service, name, deadLetters: queue }) => ({
    service,
    subscriber: name,
    reader: name,
    queue,
    silent: true,
  })),
]

// By name and not by ARN: all variables of a function have 4 KB.
const sources = $util
  .all(
    deadLetterQueues.map(({ reader: _, queue, ...source }) =>
      queue.arn.apply((arn) => [arn.split(":").at(-1) ?? arn, source] as const),
    ),
  )
  .apply((entries) => Object.fromEntries(entries))

/** One function reads all dead-letter queues. Its own failures leave the message where it is. */
export const failures = new sst.aws.Function("Failures", {
  ...handlerOf("failures"),
  timeout: `${FAILURES_TIMEOUT} seconds`,
  memory: "512 MB",
  link: [bus, output, idempotency, deadLetters],
  environment: {
    DARKROOM_SERVICE: "failures",
    DARKROOM_MAX_RECEIVES: "1000000",
    DARKROOM_DEAD_LETTER_SOURCES: $jsonStringify(sources),
  },
  permissions: [
    ...runtimePermissions({ consumes: [], emits: [ProcessingFailed] }),
    permissions.allow(["dynamodb:PutItem"], deadLetters.arn),
    permissions.allow(["s3:PutObject"], $interpolate`${output.arn}/${CLAIMS_PREFIX}DeadLetter/*`),
    permissions.allow(consumeQueue, ...deadLetterQueues.map(({ queue }) => queue.arn)),
  ],
})

for (const { reader, queue } of deadLetterQueues) {
  new aws.lambda.EventSourceMapping(`Failures${reader}`, {
    eventSourceArn: queue.arn,
    functionName: failures.arn,
    batchSize: 10,
    functionResponseTypes: ["ReportBatchItemFailures"],
    scalingConfig: { maximumConcurrency: 2 },
  })
}
