import { MetadataExtracted } from "@darkroom/events"
import { on, subscriber } from "@darkroom/lambda"
import { busEvent, exampleEvent, lambdaContext, sqsBatch, testRuntime } from "@darkroom/testing"
import { expect, it, vi } from "vitest"
import type { TaggingDeps } from "./deps.ts"
import { handler } from "./handler.ts"
import { tagImage } from "./tag-image.ts"

function start(
  detectLabels: TaggingDeps["detectLabels"] = async () => ({ Labels: [{ Name: "Dog", Confidence: 97 }] }),
) {
  const deps = {
    originalExists: async () => true,
    readOriginal: async () => undefined,
    detectLabels: vi.fn(detectLabels),
  }
  const runtime = testRuntime("tagging")
  const run = subscriber([on(MetadataExtracted, (event) => tagImage(event, deps))], () => runtime)
  return { deps, runtime, deliver: (body: object | string) => run(sqsBatch([body]), lambdaContext()) }
}

const { example } = MetadataExtracted
const fits = { ...example.metadata, width: 1600, height: 1200, orientation: 1 }
const extracted = exampleEvent(MetadataExtracted, { metadata: fits })

it("subscribes to images that can be read", () => {
  expect(handler.subscriptions.map(({ type }) => type)).toEqual(["MetadataExtracted"])
})

it("pays for one recognition of an event that is delivered twice", async () => {
  const { deps, runtime, deliver } = start()
  await deliver(busEvent(extracted))
  await deliver(busEvent(extracted))
  expect(deps.detectLabels).toHaveBeenCalledOnce()
  expect(runtime.published.map(({ type }) => type)).toEqual(["ImageTagged"])
})

it("gives up a malformed event without asking Rekognition", async () => {
  const { deps, runtime, deliver } = start()
  await deliver(busEvent({ ...extracted, data: { ...extracted.data, metadata: { ...fits, width: -1 } } }))
  expect(runtime.deadLetters[0]?.failure.message).toContain("data.metadata.width")
  expect(deps.detectLabels).not.toHaveBeenCalled()
})

it("comes back later when Rekognition is too busy", async () => {
  const throttled = Object.assign(new Error("Rate exceeded"), { name: "ThrottlingException" })
  const { runtime, deliver } = start(() => Promise.reject(throttled))
  expect((await deliver(busEvent(extracted))).batchItemFailures).toHaveLength(1)
  expect(runtime.deadLetters).toEqual([])
  expect(runtime.delays.at(-1)).toBeGreaterThanOrEqual(5)
})
