import { ImageUndecodable, ImageUploaded } from "@darkroom/events"
import { on, subscriber } from "@darkroom/lambda"
import { busEvent, exampleEvent, lambdaContext, sqsBatch, testRuntime } from "@darkroom/testing"
import sharp from "sharp"
import { expect, it, vi } from "vitest"
import type { MetadataDeps } from "./deps.ts"
import { extractMetadata } from "./extract-metadata.ts"
import { handler } from "./handler.ts"
import { rejectUndecodable } from "./reject-undecodable.ts"

async function start() {
  const bytes = await sharp({ create: { width: 60, height: 40, channels: 3, background: "#336699" } })
    .png()
    .toBuffer()
  const deps = {
    head: vi.fn(async () => ({ bytes: bytes.length, sha256: null })),
    readRange: async () => bytes,
    readAll: async () => bytes,
  } satisfies MetadataDeps
  const runtime = testRuntime("metadata")
  const subscriptions = [
    on(ImageUploaded, (event) => extractMetadata(event, deps)),
    on(ImageUndecodable, rejectUndecodable),
  ]
  const run = subscriber(subscriptions, () => runtime)
  return { deps, runtime, deliver: (body: object | string) => run(sqsBatch([body]), lambdaContext()) }
}

it("subscribes to new images and to what thumbnail could not decode", () => {
  expect(handler.subscriptions.map(({ type }) => type)).toEqual(["ImageUploaded", "ImageUndecodable"])
})

it("reads an image once that is delivered twice", async () => {
  const { deps, runtime, deliver } = await start()
  const event = busEvent(exampleEvent(ImageUploaded))
  await deliver(event)
  await deliver(event)
  expect(deps.head).toHaveBeenCalledOnce()
  expect(runtime.published.map(({ type }) => type)).toEqual(["MetadataExtracted"])
})

it("gives up a malformed event without reading anything", async () => {
  const { deps, runtime, deliver } = await start()
  const event = exampleEvent(ImageUploaded)
  await deliver(busEvent({ ...event, data: { ...event.data, image: { ...event.data.image, etag: "" } } }))
  expect(runtime.deadLetters[0]?.failure).toMatchObject({ class: "permanent", name: "MalformedEvent" })
  expect(deps.head).not.toHaveBeenCalled()
})

it.each(["DamagedImage", "TooManyPixels", "NotSupportedImageType"] as const)(
  "rejects what could not be decoded: %s",
  async (reason) => {
    const { runtime, deliver } = await start()
    const event = exampleEvent(ImageUndecodable, { reason })
    await deliver(busEvent(event))
    expect(runtime.published).toMatchObject([
      {
        type: "ImageRejected",
        data: { image: event.data.image, reason },
        metadata: { causationId: event.metadata.id },
      },
    ])
    expect(runtime.published[0]?.data).toMatchObject({ message: expect.stringContaining("IMG_0042.jpg") as string })
  },
)
