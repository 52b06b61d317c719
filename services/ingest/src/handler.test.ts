import { ImageDeleted, ImageProcessed } from "@darkroom/events"
import { on, subscriber } from "@darkroom/lambda"
import { busEvent, exampleEvent, lambdaContext, sqsBatch, testRuntime } from "@darkroom/testing"
import { expect, it, vi } from "vitest"
import { onClassChanged, onRestoreCompleted, onRestoreExpired } from "./archive-events.ts"
import { fileOriginal } from "./file-original.ts"
import { handler } from "./handler.ts"
import { ingestObject } from "./ingest-object.ts"
import { onObjectCreated } from "./object-created.ts"
import { removeOriginal } from "./remove-original.ts"
import { ingested, KEY, processed, success } from "./story.fixture.ts"
import { memoryWorld } from "./world.fixture.ts"

function start(world = memoryWorld()) {
  const { deps } = world
  const runtime = testRuntime("ingest")
  const subscriptions = [
    onObjectCreated((created) => ingestObject(created, deps)),
    on(ImageProcessed, (event) => fileOriginal(event, deps)),
    on(ImageDeleted, (event) => removeOriginal(event, deps)),
    onClassChanged,
    onRestoreCompleted,
    onRestoreExpired,
  ]
  const run = subscriber(subscriptions, () => runtime)
  return { world, deps, runtime, deliver: (body: object | string) => run(sqsBatch([body]), lambdaContext()) }
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

it("subscribes to new objects, old ones that are found, photos that are done or deleted, and news of the archive", () => {
  expect(handler.subscriptions.map(({ type, source }) => [type, source])).toEqual([
    ["Object Created", "aws.s3"],
    ["OriginalFound", "darkroom.backfill"],
    ["ImageProcessed", "darkroom.catalog"],
    ["ImageDeleted", "darkroom.gallery"],
    ["Object Storage Class Changed", "aws.s3"],
    ["Object Restore Completed", "aws.s3"],
    ["Object Restore Expired", "aws.s3"],
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
  [
    "a disposition that nobody knows",
    busEvent({
      ...exampleEvent(ImageProcessed),
      data: { ...exampleEvent(ImageProcessed).data, decision: { disposition: { kind: "burn" } } },
    }),
    "data.decision",
  ],
  ["no image", busEvent({ ...exampleEvent(ImageDeleted), data: {} }), "data.image"],
])("gives up a malformed event with %s, and says what is wrong", async (_, body, message) => {
  const { world, runtime, deliver } = start()
  expect(await deliver(body)).toEqual({ batchItemFailures: [] })
  expect(runtime.deadLetters[0]?.failure).toMatchObject({ class: "permanent", name: "MalformedEvent" })
  expect(runtime.deadLetters[0]?.failure.message).toContain(message)
  expect(runtime.published).toEqual([])
  expect(world.uploads.size).toBe(0)
})

it("moves the original of a photo once, however often it is announced", async () => {
  const { first, world } = await ingested()
  const { deps, runtime, deliver } = start(world)
  const copy = vi.spyOn(deps.objects, "copy")
  const event = processed(first, "success")
  await deliver(busEvent(event))
  await deliver(busEvent(event))
  expect(copy).toHaveBeenCalledOnce()
  expect([...world.objects.keys()]).toEqual([success(first.id)])
  const to = { bucket: "photos", key: success(first.id), etag: "e1" }
  expect(runtime.published).toMatchObject([{ type: "ImageMoved", data: { image: first, to, category: "success" } }])
})

it("deletes the original of a deleted photo once, and its copy, however often that is announced", async () => {
  const { first, world } = await ingested()
  const { deps, deliver } = start(world)
  const remove = vi.spyOn(deps.objects, "delete")
  const deleted = exampleEvent(ImageDeleted, { image: first })
  await deliver(busEvent(deleted))
  await deliver(busEvent(deleted))
  expect(remove).toHaveBeenCalledExactlyOnceWith("photos", KEY, "e1")
  expect(world.objects.size).toBe(0)
})
