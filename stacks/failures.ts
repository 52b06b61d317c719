import { ProcessingFailed } from "@darkroom/events"
import { backfillDeadLetters } from "./backfill.ts"
import { permissions } from "./permissions.ts"
import { bus } from "./bus.ts"
import { output } from "./storage.ts"
import { consumeQueue, runtimePermissions } from "./runtime-permissions.ts"
import { subscribers } from "./services.ts"
import { FAILURES_TIMEOUT, handlerOf, pascal, undelivered } from "./subscribers.ts"
import { idempotency } from "./tables.ts"
import { videoSubscribers } from "./video.ts"

const deadLetterQueues = [
  ...[...subscribers, ...videoSubscribers].map(({ service, name, deadLetters }, index, all) => {
    const isFirst = all.findIndex((other) => other.service === service) === index
    // Two mappings of one queue cannot be there at once, not even while one takes the other's place: names stay as they were.
    return { service, reader: isFirst ? pascal(service) : name, queue: deadLetters }
  }),
  ...backfillDeadLetters,
  { service: "bus", reader: "Bus", queue: undelivered },
]

const serviceOfQueue = $util
  .all(deadLetterQueues.map(({ service, queue }) => queue.arn.apply((arn) => [arn, service] as const)))
  .apply((entries) => Object.fromEntries(entries))

/** One function reads all dead-letter queues. Its own failures leave the message where it is. */
export const failures = new sst.aws.Function("Failures", {
  ...handlerOf("failures"),
  timeout: `${FAILURES_TIMEOUT} seconds`,
  memory: "512 MB",
  link: [bus, output, idempotency],
  environment: {
    DARKROOM_SERVICE: "failures",
    DARKROOM_MAX_RECEIVES: "1000000",
    DARKROOM_DEAD_LETTER_SERVICES: $jsonStringify(serviceOfQueue),
  },
  permissions: [
    ...runtimePermissions({ consumes: [], emits: [ProcessingFailed] }),
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
