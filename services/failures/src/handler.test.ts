import { MetadataExtracted, ProcessingFailed } from "@darkroom/events"
import { queueHandler } from "@darkroom/lambda"
import { busEvent, exampleEvent, lambdaContext, sqsRecord, testRuntime } from "@darkroom/testing"
import { expect, it } from "vitest"
import { type DeadLetter, readDeadLetter } from "./dead-letter.ts"
import { workOf } from "./handler.ts"

const queueArn = "arn:aws:sqs:us-east-1:000000000000:TaggingDeadLetters"
const failed = exampleEvent(MetadataExtracted)
const known = {
  FailureClass: "throttled",
  ErrorName: "ThrottlingException",
  ErrorMessage: "Rate exceeded",
  Attempts: "5",
  SourceMessageId: "m-1",
}

function start() {
  const runtime = testRuntime("failures", { maxReceives: 1_000_000 })
  const run = queueHandler(
    async (record) => workOf(record, { [queueArn]: "tagging" }),
    () => runtime,
  )
  const deliver = (body: object | string, messageAttributes = {}, messageId = "dead-1") =>
    run({ Records: [sqsRecord(body, { queueArn, messageAttributes, messageId, attempt: 6 })] }, lambdaContext())
  return { runtime, deliver, reported: () => runtime.published as ProcessingFailed[] }
}

it("says which step of which photo gave up, why, and keeps the message", async () => {
  const { deliver, reported } = start()
  await deliver(busEvent(failed), known)
  expect(reported()[0]).toMatchObject({
    type: "ProcessingFailed",
    metadata: { causationId: failed.metadata.id, correlationId: failed.metadata.correlationId },
    data: {
      imageId: failed.metadata.groupKey,
      service: "tagging",
      class: "throttled",
      message: "The photo could not be tagged: the service was too busy, and trying again later will help.",
      error: { name: "ThrottlingException", message: "Rate exceeded" },
      attempts: 5,
      queue: "TaggingDeadLetters",
      failedEvent: { id: failed.metadata.id, type: "MetadataExtracted" },
      body: JSON.stringify(busEvent(failed)),
    },
  })
})

it("passes on the sentence that the step had for the owner", async () => {
  const { deliver, reported } = start()
  await deliver(busEvent(failed), { ...known, OwnerMessage: "The picture data is damaged." })
  expect(reported()[0]?.data.message).toBe("The picture data is damaged.")
})

it("reports one failure once: two copies of a dead letter, or one delivered twice", async () => {
  const { deliver, reported } = start()
  await deliver(busEvent(failed), known, "dead-1")
  await deliver(busEvent(failed), known, "dead-1")
  await deliver(busEvent(failed), known, "dead-2")
  expect(reported()).toHaveLength(1)
})

it("knows what SQS moved by itself: the function never got to say why", async () => {
  const { deliver, reported } = start()
  await deliver(busEvent(failed))
  expect(reported()[0]?.data).toMatchObject({ class: "transient", attempts: 5, error: { name: "NoAnswer" } })
})

it("knows what a rule could not deliver", () => {
  const attributes = {
    ERROR_CODE: "NO_PERMISSIONS",
    ERROR_MESSAGE: "not allowed",
    RETRY_ATTEMPTS: "3",
    RULE_ARN: "arn:rule",
  }
  const letter: DeadLetter = readDeadLetter(
    sqsRecord(busEvent(failed), { queueArn, messageAttributes: attributes }),
    () => "bus",
  )
  expect(letter).toMatchObject({
    service: "bus",
    attempts: 3,
    error: { name: "NO_PERMISSIONS", message: "not allowed" },
  })
})

it.each(["{broken", "[]", '{"detail-type":"Object Created","source":"aws.s3","detail":{}}', ""])(
  "reports a malformed message too, %j, as it is",
  async (body) => {
    const { deliver, reported } = start()
    expect(await deliver(body, known)).toEqual({ batchItemFailures: [] })
    expect(reported()[0]?.data).toMatchObject({ imageId: null, failedEvent: null, body, service: "tagging" })
  },
)

it("keeps the dead letter of a ProcessingFailed in its queue: to report it would begin a loop", async () => {
  const { runtime, deliver, reported } = start()
  expect((await deliver(busEvent(exampleEvent(ProcessingFailed)), known)).batchItemFailures).toEqual([
    { itemIdentifier: "dead-1" },
  ])
  expect(reported()).toEqual([])
  expect(runtime.delays.at(-1)).toBeGreaterThan(10)
})

it("leaves the dead letter where it is when it cannot be reported", async () => {
  const { runtime, deliver, reported } = start()
  runtime.failPublishing(1)
  expect((await deliver(busEvent(failed), known)).batchItemFailures).toEqual([{ itemIdentifier: "dead-1" }])
  await deliver(busEvent(failed), known)
  expect(reported()).toHaveLength(1)
})
