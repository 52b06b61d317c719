import { ImageProcessed, ImageRejected, ProcessingFailed } from "@darkroom/events"
import { on, subscriber } from "@darkroom/lambda"
import { busEvent, exampleEvent, lambdaContext, sqsBatch, testRuntime } from "@darkroom/testing"
import { expect, it, vi } from "vitest"
import type { Notification } from "./deps.ts"
import { handler } from "./handler.ts"
import { notify } from "./notify.ts"

function start() {
  const publish = vi.fn(async (_: Notification) => {})
  const runtime = testRuntime("notification")
  const run = subscriber(
    [ImageProcessed, ImageRejected, ProcessingFailed].map((event) =>
      on(event as typeof ImageProcessed, (received) => notify(received, { publish })),
    ),
    () => runtime,
  )
  return { publish, runtime, deliver: (body: object | string) => run(sqsBatch([body]), lambdaContext()) }
}

it("subscribes to the ends that a photo can come to", () => {
  expect(handler.subscriptions.map(({ type }) => type)).toEqual(["ImageProcessed", "ImageRejected", "ProcessingFailed"])
})

it.each([
  [exampleEvent(ImageProcessed), "A photo is ready", "IMG_0042.jpg is ready. It shows: Dog, Pet."],
  [exampleEvent(ImageProcessed, { labels: [] }), "A photo is ready", "IMG_0042.jpg is ready."],
  [
    exampleEvent(ImageRejected),
    "A photo was not accepted",
    "invoice.jpg is a PDF document, not a photo that Darkroom can read.",
  ],
  [
    exampleEvent(ProcessingFailed),
    "A step failed: tagging",
    "The photo could not be tagged: the recognition service was too busy, and retrying did not help.",
  ],
])("tells people in a sentence: $type", async (event, subject, message) => {
  const { publish, deliver } = start()
  await deliver(busEvent(event))
  expect(publish).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ subject, message }))
})

it("lets subscribers filter by type, owner, reason and class", async () => {
  const { publish, deliver } = start()
  await deliver(busEvent(exampleEvent(ImageRejected)))
  expect(publish.mock.calls[0]?.[0].attributes).toMatchObject({
    eventType: "ImageRejected",
    owner: "ada",
    reason: "NotSupportedImageType",
  })
})

it("tells nobody what a replay brings up again, nor what follows from a replay", async () => {
  const { publish, deliver } = start()
  const event = exampleEvent(ImageProcessed)
  await deliver(busEvent({ ...event, replayName: "monday" }))
  await deliver(busEvent({ ...event, metadata: { ...event.metadata, origin: "replay" } }))
  expect(publish).not.toHaveBeenCalled()
})

it("tells once what is delivered twice", async () => {
  const { publish, deliver } = start()
  const event = exampleEvent(ImageProcessed)
  await deliver(busEvent(event))
  await deliver(busEvent(event))
  expect(publish).toHaveBeenCalledOnce()
})

it("gives up a malformed event and tells nobody", async () => {
  const { publish, runtime, deliver } = start()
  const event = exampleEvent(ImageProcessed)
  await deliver(busEvent({ ...event, data: { image: { id: 1 } } }))
  expect(runtime.deadLetters[0]?.failure.name).toBe("MalformedEvent")
  expect(publish).not.toHaveBeenCalled()
})
