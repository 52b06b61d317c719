import { ImageDeleted } from "@darkroom/events"
import { on, subscriber } from "@darkroom/lambda"
import { busEvent, exampleEvent, lambdaContext, sqsBatch, testRuntime } from "@darkroom/testing"
import { expect, it, vi } from "vitest"
import type { Deps } from "./deps.ts"
import { handler } from "./handler.ts"
import { ingestObject } from "./ingest-object.ts"
import { onObjectCreated } from "./object-created.ts"
import { removeOriginal } from "./remove-original.ts"

function start() {
  const deps = {
    uploads: { latest: vi.fn(async () => undefined), advance: vi.fn(async () => {}) },
    deleteOriginal: vi.fn(async () => {}),
  } satisfies Deps
  const runtime = testRuntime("ingest")
  const subscriptions = [
    onObjectCreated((created) => ingestObject(created, deps)),
    on(ImageDeleted, (event) => removeOriginal(event, deps)),
  ]
  const run = subscriber(subscriptions, () => runtime)
  return { deps, runtime, deliver: (body: object | string) => run(sqsBatch([body]), lambdaContext()) }
}

const objectCreated = (id: string, object: object = {}) => ({
  version: "0",
  id,
  "detail-type": "Object Created",
  source: "aws.s3",
  time: "2026-11-21T09:30:00Z",
  detail: {
    version: "0",
    bucket: { name: "photos" },
    object: { key: "Incoming/cat.jpg", size: 10, etag: "e1", sequencer: "01", ...object },
    "source-ip-address": "2001:db8::1",
    reason: "PutObject",
  },
})

it("subscribes to new objects and deleted photos", () => {
  expect(handler.subscriptions.map(({ type, source }) => [type, source])).toEqual([
    ["Object Created", "aws.s3"],
    ["ImageDeleted", "darkroom.gallery"],
  ])
})

it("emits one ImageUploaded for five deliveries of one object, each in an envelope of its own", async () => {
  const { runtime, deliver } = start()
  for (const id of ["a", "b", "c", "d", "e"]) await deliver(objectCreated(id))
  expect(runtime.published.map(({ type }) => type)).toEqual(["ImageUploaded"])
})

it.each([
  ["no JSON", "{", "it is not JSON"],
  ["no sequencer", objectCreated("a", { sequencer: undefined }), "detail.object.sequencer"],
  ["a size that is no number", objectCreated("a", { size: "10" }), "detail.object.size"],
])("gives up a malformed event with %s, and says what is wrong", async (_, body, message) => {
  const { runtime, deliver } = start()
  expect(await deliver(body)).toEqual({ batchItemFailures: [] })
  expect(runtime.deadLetters[0]?.failure).toMatchObject({ class: "permanent", name: "MalformedEvent" })
  expect(runtime.deadLetters[0]?.failure.message).toContain(message)
  expect(runtime.published).toEqual([])
})

it("deletes the original of a deleted photo once, however often that is announced", async () => {
  const { deps, deliver } = start()
  const deleted = exampleEvent(ImageDeleted)
  await deliver(busEvent(deleted))
  await deliver(busEvent(deleted))
  expect(deps.deleteOriginal).toHaveBeenCalledExactlyOnceWith(deleted.data.image)
})
