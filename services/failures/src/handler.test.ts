import { type DeadLetterRecord, deadLetterSchema, MetadataExtracted, ProcessingFailed } from "@darkroom/events"
import { queueHandler } from "@darkroom/lambda"
import { busEvent, exampleEvent, lambdaContext, sqsRecord, testRuntime } from "@darkroom/testing"
import { expect, it } from "vitest"
import { type DeadLetter, readDeadLetter } from "./dead-letter.ts"
import type { FailuresDeps } from "./deps.ts"
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

const now = Date.parse("2026-11-28T12:00:00.000Z")
const sources = {
  TaggingDeadLetters: { service: "tagging", subscriber: "Tagging" },
  ShopWebhookDeadLetters: { service: "notification", subscriber: "ShopWebhook", silent: true },
}

function start() {
  const runtime = testRuntime("failures", { maxReceives: 1_000_000 })
  const kept = new Map<string, DeadLetterRecord & { expires: number }>()
  const bodies = new Map<string, string>()
  let untold = 0
  const deps: FailuresDeps = {
    sources: () => sources,
    keep: async (letter, expires) => void (kept.has(letter.id) || kept.set(letter.id, { ...letter, expires })),
    storeBody: async (id, body) => {
      bodies.set(id, body)
      return { bucket: "output", key: id, bytes: body.length }
    },
    countUntold: () => void untold++,
    now: () => now,
  }
  const run = queueHandler(
    async (record) => workOf(record, deps),
    () => runtime,
  )
  const deliver = (body: object | string, messageAttributes = {}, messageId = "dead-1", from = queueArn) =>
    run({ Records: [sqsRecord(body, { queueArn: from, messageAttributes, messageId, attempt: 6 })] }, lambdaContext())
  const reported = () => runtime.published as ProcessingFailed[]
  return { runtime, deps, deliver, reported, kept: () => [...kept.values()], untold: () => untold, bodies }
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
    TARGET_ARN: "arn:aws:sqs:us-east-1:000000000000:ThumbnailEvents",
  }
  const letter: DeadLetter = readDeadLetter(sqsRecord(busEvent(failed), { queueArn, messageAttributes: attributes }), {
    TaggingDeadLetters: { service: "bus", subscriber: "bus" },
  })
  expect(letter).toMatchObject({
    service: "bus",
    target: "ThumbnailEvents",
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

it("keeps each dead letter once, under the id of the event that tells of it", async () => {
  const { deliver, reported, kept } = start()
  await deliver(busEvent(failed), known, "dead-1")
  await deliver(busEvent(failed), known, "dead-2")
  expect(kept()).toHaveLength(1)
  expect(deadLetterSchema.parse(kept()[0])).toEqual({
    id: reported()[0]?.metadata.id,
    state: "dead",
    since: "2026-11-28T12:00:00.000Z",
    service: "tagging",
    subscriber: "Tagging",
    queue: "TaggingDeadLetters",
    class: "throttled",
    error: { name: "ThrottlingException", message: "Rate exceeded" },
    attempts: 5,
    event: {
      id: failed.metadata.id,
      type: "MetadataExtracted",
      correlationId: failed.metadata.correlationId,
      origin: "upload",
    },
    imageId: failed.metadata.groupKey,
    body: JSON.stringify(busEvent(failed)),
  })
  expect(kept()[0]?.expires).toBe(now / 1000 + 30 * 24 * 3600)
})

it("keeps what is too large for an item in S3", async () => {
  const { deliver, kept, bodies } = start()
  const body = `"${"x".repeat(350_000)}"`
  await deliver(body, known)
  const [letter] = kept()
  expect(letter?.body).toBeUndefined()
  expect(letter?.claim).toEqual({ bucket: "output", key: letter?.id, bytes: body.length })
  expect(bodies.get(letter?.id ?? "")).toBe(body)
})

it("keeps and counts the dead letter of a ProcessingFailed, and makes no event of it: that would begin a loop", async () => {
  const { deliver, reported, kept, untold } = start()
  expect(await deliver(busEvent(exampleEvent(ProcessingFailed)), known)).toEqual({ batchItemFailures: [] })
  expect(reported()).toEqual([])
  expect(kept()).toMatchObject([{ event: { type: "ProcessingFailed" }, subscriber: "Tagging" }])
  expect(untold()).toBe(1)
})

it("keeps and counts a webhook's dead letter, and makes no event of it: the webhook would be told as well", async () => {
  const { deliver, reported, kept, untold } = start()
  await deliver(busEvent(failed), known, "dead-1", queueArn.replace("Tagging", "ShopWebhook"))
  expect(reported()).toEqual([])
  expect(kept()).toMatchObject([{ service: "notification", subscriber: "ShopWebhook" }])
  await deliver(busEvent(failed), known)
  expect([reported().length, untold()]).toEqual([1, 1])
})

it("leaves the dead letter where it is when it cannot be reported, and has it once all the same", async () => {
  const { runtime, deliver, reported, kept } = start()
  runtime.failPublishing(1)
  expect((await deliver(busEvent(failed), known)).batchItemFailures).toEqual([{ itemIdentifier: "dead-1" }])
  await deliver(busEvent(failed), known)
  expect(reported()).toHaveLength(1)
  expect(kept()).toHaveLength(1)
})

it("reports nothing that it could not keep", async () => {
  const { deps, deliver, reported, kept } = start()
  const { keep } = deps
  deps.keep = async () => Promise.reject(new Error("DynamoDB is away"))
  expect((await deliver(busEvent(failed), known)).batchItemFailures).toEqual([{ itemIdentifier: "dead-1" }])
  expect(reported()).toEqual([])
  deps.keep = keep
  await deliver(busEvent(failed), known)
  expect([reported(), kept()].map(({ length }) => length)).toEqual([1, 1])
})
