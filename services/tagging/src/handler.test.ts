import { ImageDeleted, type ImageTagged, MetadataExtracted, RecognitionRequested, responseKey } from "@darkroom/events"
import { on, subscriber } from "@darkroom/lambda"
import { busEvent, exampleEvent, lambdaContext, sqsBatch, testRuntime } from "@darkroom/testing"
import { expect, it } from "vitest"
import { forgetDeleted } from "./forget.ts"
import { handler } from "./handler.ts"
import { extracted, imageOf, recogniser, rekognitionError, requested, type Script } from "./recogniser.fixture.ts"
import { tagAgain, tagImage } from "./tag-image.ts"

function start(script: Script = {}) {
  const fake = recogniser({ script })
  const runtime = testRuntime("tagging", { queueReceives: 1000 })
  const run = subscriber(
    [
      on(MetadataExtracted, (event) => tagImage(event, fake.deps)),
      on(RecognitionRequested, (event) => tagAgain(event, fake.deps)),
      on(ImageDeleted, (event) => forgetDeleted(event, fake.deps)),
    ],
    () => runtime,
  )
  const deliver = (body: object | string, attempt = 1) => run(sqsBatch([body], { attempt }), lambdaContext())
  return { ...fake, runtime, deliver }
}

const products = () => imageOf("products", "products/a.jpg")

it("subscribes to images that can be read, to requests, and to the end of photos", () => {
  expect(handler.subscriptions.map(({ type }) => type)).toEqual([
    "MetadataExtracted",
    "RecognitionRequested",
    "ImageDeleted",
    "ImageReplaced",
  ])
})

it("pays for one recognition of an event that is delivered twice", async () => {
  const { asked, runtime, deliver } = start()
  const image = imageOf()
  for (const event of [extracted(image), extracted(image), requested(image, ["faces"]), requested(image, ["faces"])])
    await deliver(busEvent(event))
  expect(asked()).toEqual(["labels", "faces"])
  expect(runtime.published.map(({ type }) => type)).toEqual(["ImageTagged", "ImageTagged"])
})

it("forgets what was recognised in a photo that is deleted, however often it is told", async () => {
  const { deps, deliver, runtime } = start()
  const image = imageOf()
  await deliver(busEvent(extracted(image)))
  expect(await deps.documents.read(responseKey(image))).toBeDefined()
  const deleted = exampleEvent(ImageDeleted, { image })
  for (let time = 0; time < 2; time++) await deliver(busEvent(deleted))
  expect(await deps.documents.read(responseKey(image))).toBeUndefined()
  await deliver(busEvent({ ...deleted, metadata: { ...deleted.metadata, id: "x" } }))
  expect(runtime.deadLetters).toHaveLength(1)
})

it("gives up a malformed event without asking Rekognition", async () => {
  const { calls, runtime, deliver } = start()
  const event = extracted(imageOf(), { width: 1 })
  await deliver(busEvent({ ...event, data: { ...event.data, metadata: { ...event.data.metadata, width: -1 } } }))
  await deliver(busEvent({ ...requested(imageOf(), ["faces"]), data: { features: ["smell"] } }))
  expect(runtime.deadLetters.map(({ failure }) => failure.message)).toEqual([
    expect.stringContaining("data.metadata.width"),
    expect.stringContaining("data.features.0"),
  ])
  expect(calls).toEqual([])
})

it("comes back later when Rekognition is too busy, however often", async () => {
  const { runtime, deliver, script } = start({ labels: rekognitionError("ThrottlingException") })
  const event = busEvent(extracted(imageOf()))
  for (let receive = 1; receive <= 50; receive++)
    expect((await deliver(event, receive)).batchItemFailures).toHaveLength(1)
  expect([runtime.deadLetters, runtime.published]).toEqual([[], []])
  delete script.labels
  await deliver(event, 51)
  expect(runtime.published).toMatchObject([{ type: "ImageTagged", metadata: { attempt: 1 } }])
})

it("pays no second time for what was answered when it was throttled, or could not emit", async () => {
  const { runtime, deliver, asked, script } = start({ faces: rekognitionError("ThrottlingException") })
  const event = busEvent(extracted(products()))
  await deliver(event)
  expect(asked()).toEqual(["labels", "faces", "text"])
  delete script.faces
  runtime.failPublishing(1)
  expect((await deliver(event, 2)).batchItemFailures).toHaveLength(1)
  expect(asked()).toEqual(["faces"])
  await deliver(event, 3)
  expect(asked()).toEqual([])
  expect(runtime.published).toMatchObject([{ data: { features: ["labels", "faces", "text"], failed: [] } }])
})

it("emits what passed at the last attempt, and names the rest", async () => {
  const { runtime, deliver, asked } = start({ faces: rekognitionError("InternalServerError") })
  const event = busEvent(extracted(products()))
  for (let attempt = 1; attempt <= 4; attempt++) await deliver(event, attempt)
  expect(runtime.published).toEqual([])
  expect((await deliver(event, 5)).batchItemFailures).toEqual([])
  expect(asked()).toEqual(["labels", "faces", "text", "faces", "faces", "faces", "faces"])
  expect(runtime.deadLetters).toEqual([])
  const [tagged] = runtime.published as ImageTagged[]
  expect(tagged!.data).toMatchObject({ features: ["labels", "text"], failed: [{ feature: "faces" }] })
})

it("gives up at the last attempt where nothing passed", async () => {
  const { runtime, deliver } = start({ labels: rekognitionError("InternalServerError") })
  const event = busEvent(extracted(imageOf()))
  for (let attempt = 1; attempt <= 5; attempt++) await deliver(event, attempt)
  expect(runtime.deadLetters).toMatchObject([{ failure: { name: "InternalServerError" }, attempts: 5 }])
})
