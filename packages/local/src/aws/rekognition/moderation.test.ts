import { DetectModerationLabelsCommand, type DetectModerationLabelsCommandInput } from "@aws-sdk/client-rekognition"
import { expect, it } from "vitest"
import { blank, image, startRekognition } from "./testing.ts"

async function start() {
  const { client } = await startRekognition({
    detectModerationLabels: async () => [
      { name: "Explicit Nudity", parentName: "Explicit", taxonomyLevel: 2, confidence: 93 },
      { name: "Explicit", parentName: "", taxonomyLevel: 1, confidence: 93 },
      { name: "Swimwear or Underwear", parentName: "", taxonomyLevel: 1, confidence: 40 },
    ],
  })
  return (input: Partial<DetectModerationLabelsCommandInput> = {}) =>
    client.send(new DetectModerationLabelsCommand({ Image: { Bytes: image }, ...input }))
}

it("answers in AWS's shape, from 50 % on", async () => {
  const detect = await start()
  expect(await detect()).toMatchObject({
    ModerationLabels: [
      { Name: "Explicit Nudity", ParentName: "Explicit", TaxonomyLevel: 2, Confidence: 93 },
      { Name: "Explicit", ParentName: "", TaxonomyLevel: 1, Confidence: 93 },
    ],
    ModerationModelVersion: "7.0",
    ContentTypes: [],
  })
})

it("keeps to a confidence", async () => {
  const detect = await start()
  expect((await detect({ MinConfidence: 40 })).ModerationLabels).toHaveLength(3)
  expect((await detect({ MinConfidence: 94 })).ModerationLabels).toEqual([])
})

const FlowDefinitionArn = "arn:aws:sagemaker:us-east-1:000000000000:flow-definition/people"
const ProjectVersion = "arn:aws:rekognition:us-east-1:000000000000:project/shop/version/first/1234567890"

it.each<[string, Partial<DetectModerationLabelsCommandInput>, string]>([
  ["a flow of reviews", { HumanLoopConfig: { HumanLoopName: "one", FlowDefinitionArn } }, "ResourceNotFoundException"],
  ["a trained model", { ProjectVersion }, "ResourceNotFoundException"],
  ["what is not a model", { ProjectVersion: "the one that I trained" }, "ValidationException"],
  ["a flow's bad name", { HumanLoopConfig: { HumanLoopName: "One", FlowDefinitionArn } }, "ValidationException"],
  ["a confidence below zero", { MinConfidence: -1 }, "ValidationException"],
])("refuses %s", async (_, input, name) => {
  const detect = await start()
  await expect(detect(input)).rejects.toMatchObject({ name })
})

it("refuses a side above 10,000 pixels", async () => {
  const detect = await start()
  const Bytes = await blank(10_001, 80).png().toBuffer()
  await expect(detect({ Image: { Bytes } })).rejects.toMatchObject({ name: "InvalidParameterException" })
})
