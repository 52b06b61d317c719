import { ImageTagged } from "@darkroom/events"
import { on, subscriber } from "@darkroom/lambda"
import { busEvent, exampleEvent, lambdaContext, placeIn, sqsBatch, testRuntime } from "@darkroom/testing"
import { expect, it } from "vitest"
import { categorize } from "./categorize.ts"
import { handler } from "./handler.ts"

function start() {
  const runtime = testRuntime("categorization")
  const run = subscriber([on(ImageTagged, async (event) => categorize(event))], () => runtime)
  return { runtime, deliver: (body: object | string) => run(sqsBatch([body]), lambdaContext()) }
}

const image = { ...ImageTagged.example.image, ...placeIn("images", "dog.jpg") }
const tagged = exampleEvent(ImageTagged, { image })

it("subscribes to what was recognised", () => {
  expect(handler.subscriptions.map(({ type }) => type)).toEqual(["ImageTagged"])
})

it("decides once on an event that is delivered twice", async () => {
  const { runtime, deliver } = start()
  await deliver(busEvent(tagged))
  await deliver(busEvent(tagged))
  expect(runtime.published).toMatchObject([{ type: "ImageCategorized", data: { decision: { category: "success" } } }])
})

it("decides again on a replay, with an event of its own", async () => {
  const { runtime, deliver } = start()
  await deliver(busEvent(tagged))
  await deliver(busEvent({ ...tagged, replayName: "again" }))
  const [first, second] = runtime.published
  expect(second?.metadata).toMatchObject({ origin: "replay", correlationId: tagged.metadata.correlationId })
  expect(second?.metadata.id).not.toBe(first?.metadata.id)
  expect(second?.data).toEqual(first?.data)
})

it("emits after all what could not be published at first", async () => {
  const { runtime, deliver } = start()
  runtime.failPublishing(1)
  expect((await deliver(busEvent(tagged))).batchItemFailures).toHaveLength(1)
  expect((await deliver(busEvent(tagged))).batchItemFailures).toEqual([])
  expect(runtime.published).toHaveLength(1)
})

it("gives up a malformed event without deciding", async () => {
  const { runtime, deliver } = start()
  await deliver(busEvent({ ...tagged, data: { ...tagged.data, labels: [{ name: "Dog" }] } }))
  expect(runtime.deadLetters[0]?.failure.name).toBe("MalformedEvent")
  expect(runtime.published).toEqual([])
})

it("says nothing of photos whose profile has no rules", async () => {
  const { runtime, deliver } = start()
  await deliver(busEvent(exampleEvent(ImageTagged)))
  expect([runtime.published, runtime.deadLetters]).toEqual([[], []])
})
