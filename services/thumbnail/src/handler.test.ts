import { ImageDeleted, MetadataExtracted } from "@darkroom/events"
import { on, subscriber } from "@darkroom/lambda"
import { busEvent, lambdaContext, sqsBatch, testRuntime } from "@darkroom/testing"
import sharp from "sharp"
import { expect, it, vi } from "vitest"
import { bucketOf, deleted, extracted } from "./fixtures.fixture.ts"
import { handler } from "./handler.ts"
import { removeRenditions } from "./remove-renditions.ts"
import { renderThumbnails } from "./render-thumbnails.ts"

async function start() {
  const original = await sharp({ create: { width: 400, height: 300, channels: 3, background: "#336699" } })
    .jpeg()
    .toBuffer()
  const bucket = bucketOf(original)
  const deps = { ...bucket.deps, readOriginal: vi.fn(bucket.deps.readOriginal) }
  const runtime = testRuntime("thumbnail")
  const subscriptions = [
    on(MetadataExtracted, (event) => renderThumbnails(event, deps)),
    on(ImageDeleted, (event) => removeRenditions(event, deps)),
  ]
  const run = subscriber(subscriptions, () => runtime)
  return { ...bucket, deps, runtime, deliver: (body: object) => run(sqsBatch([body]), lambdaContext()) }
}

it("subscribes to images that can be read, and to photos that go", () => {
  expect(handler.subscriptions.map(({ type }) => type)).toEqual(["MetadataExtracted", "ImageDeleted", "ImageReplaced"])
})

it("renders a photo once whose event is delivered twice", async () => {
  const { deps, runtime, state, deliver } = await start()
  await deliver(busEvent(extracted("jpeg")))
  await deliver(busEvent(extracted("jpeg")))
  expect(deps.readOriginal).toHaveBeenCalledOnce()
  expect(runtime.published.map(({ type }) => type)).toEqual(["ThumbnailGenerated"])
  expect(state.renditions.size).toBe(2)
})

it("gives up a malformed event without reading anything", async () => {
  const { deps, runtime, deliver } = await start()
  const event = extracted("jpeg")
  const data = { ...event.data, metadata: { ...event.data.metadata, format: "bmp" } }
  await deliver(busEvent({ ...event, data }))
  expect(runtime.deadLetters[0]?.failure.message).toContain("data.metadata.format")
  expect(deps.readOriginal).not.toHaveBeenCalled()
})

it("removes a deleted photo's renditions, and looks again until the original is gone", async () => {
  const { state, runtime, deliver } = await start()
  await deliver(busEvent(extracted("jpeg")))
  expect((await deliver(busEvent(deleted()))).batchItemFailures).toHaveLength(1)
  state.original = undefined
  expect((await deliver(busEvent(deleted()))).batchItemFailures).toEqual([])
  expect([state.renditions.size, runtime.deadLetters.length]).toEqual([0, 0])
})
