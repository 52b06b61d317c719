import {
  DetectFacesCommand,
  DetectLabelsCommand,
  DetectModerationLabelsCommand,
  DetectTextCommand,
  RekognitionClient,
} from "@aws-sdk/client-rekognition"
import sharp from "sharp"
import { expect, it, onTestFinished } from "vitest"
import { manualClock } from "../clock.ts"
import { EMPTY_GRAPH } from "../docs/supported-operations.ts"
import { type EngineOptions, REGION, startEngine } from "../engine.ts"
import { faultPlan } from "../faults/fault-plan.ts"

const blue = sharp({ create: { width: 80, height: 80, channels: 3, background: "blue" } })
const input = { Image: { Bytes: await blue.png().toBuffer() } }

async function start(options: Partial<EngineOptions> = {}) {
  const recogniser = { detectLabels: async () => [], close: async () => {} }
  const engine = await startEngine({ graph: EMPTY_GRAPH, root: "/", port: 0, recogniser, ...options })
  onTestFinished(() => engine.close())
  const credentials = { accessKeyId: "local", secretAccessKey: "local" }
  const client = new RekognitionClient({ endpoint: engine.url, region: REGION, credentials, maxAttempts: 1 })
  onTestFinished(() => client.destroy())
  const counted = (name: string, Operation: string) =>
    engine.cloudWatch
      .totals()
      .find(
        (total) =>
          total.namespace === "AWS/Rekognition" && total.name === name && total.dimensions["Operation"] === Operation,
      )?.sum
  return { client, counted }
}

it("finds nothing where the recogniser that was brought does not look", async () => {
  const { client } = await start()
  expect((await client.send(new DetectFacesCommand(input))).FaceDetails).toEqual([])
  expect((await client.send(new DetectTextCommand(input))).TextDetections).toEqual([])
  expect((await client.send(new DetectModerationLabelsCommand(input))).ModerationLabels).toEqual([])
})

it("calls a recogniser that is an object of a class", async () => {
  class Dogs {
    readonly name = "Dog"
    async detectLabels() {
      return [{ name: this.name, confidence: 90, parents: [], categories: [], aliases: [], instances: [] }]
    }
    async close() {}
  }
  const { client } = await start({ recogniser: new Dogs() })
  expect((await client.send(new DetectLabelsCommand(input))).Labels).toMatchObject([{ Name: "Dog" }])
})

it("keeps to the quotas of its options, by its clock, and counts what was throttled", async () => {
  const clock = manualClock()
  const { client, counted } = await start({ clock, rekognition: { transactionsPerSecond: { DetectLabels: 1 } } })
  const detect = () => client.send(new DetectLabelsCommand(input))
  await detect()
  for (let time = 0; time < 2; time++)
    await expect(detect()).rejects.toMatchObject({ name: "ProvisionedThroughputExceededException" })
  clock.advance(1000)
  await detect()
  await client.send(new DetectTextCommand(input))
  await client.send(new DetectTextCommand(input))
  expect([counted("SuccessfulRequestCount", "DetectLabels"), counted("ThrottledCount", "DetectLabels")]).toEqual([2, 2])
  expect(counted("SuccessfulRequestCount", "DetectText")).toBe(2)
})

it("counts injected faults too", async () => {
  const rules = [{ service: "rekognition", operation: "DetectFaces", probability: 1, fault: "throttle" } as const]
  const { client, counted } = await start({ faults: faultPlan({ seed: 1, rules }) })
  await expect(client.send(new DetectFacesCommand(input))).rejects.toThrow("Provisioned Rate exceeded.")
  await client.send(new DetectLabelsCommand(input))
  expect(counted("ThrottledCount", "DetectFaces")).toBe(1)
  expect(counted("SuccessfulRequestCount", "DetectLabels")).toBe(1)
})
