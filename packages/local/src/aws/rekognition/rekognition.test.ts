import sharp from "sharp"
import { expect, it, onTestFinished } from "vitest"
import {
  DetectFacesCommand,
  DetectLabelsCommand,
  RekognitionClient,
  type DetectLabelsCommandInput,
} from "@aws-sdk/client-rekognition"
import { ImageUndecodable } from "@darkroom/vision"
import { startGateway } from "../gateway.ts"
import { rekognitionService, type DetectedLabel, type RekognitionOptions } from "./rekognition.ts"

const label = (name: string, confidence: number, more: Partial<DetectedLabel> = {}): DetectedLabel => {
  return { name, confidence, parents: [], categories: [], aliases: [], instances: [], ...more }
}
const dog = label("Dog", 97.5, {
  parents: ["Animal", "Pet"],
  categories: ["Animals and Pets"],
  aliases: ["Hound"],
  instances: [{ confidence: 97.5, boundingBox: { left: 0.1, top: 0.2, width: 0.3, height: 0.4 } }],
})
const labels = [label("Chair", 56, { categories: ["Furniture"] }), dog, label("Cat", 54)]

const blank = (width: number, height: number) => sharp({ create: { width, height, channels: 3, background: "red" } })
const image = await blank(80, 80).jpeg().toBuffer()

async function wired(options: Partial<RekognitionOptions> = {}) {
  const service = rekognitionService({
    detectLabels: async () => labels,
    readObject: async () => undefined,
    ...options,
  })
  const gateway = await startGateway({ port: 0, services: [service] })
  const credentials = { accessKeyId: "tagging", secretAccessKey: "local" }
  const client = new RekognitionClient({ endpoint: gateway.url, region: "us-east-1", credentials, maxAttempts: 1 })
  onTestFinished(() => client.destroy())
  onTestFinished(() => gateway.close())
  const detect = (input: Partial<DetectLabelsCommandInput> = {}) =>
    client.send(new DetectLabelsCommand({ Image: { Bytes: image }, ...input }))
  return { client, detect }
}

it("answers labels in AWS's shape, surest first, from 55 % on", async () => {
  const { detect } = await wired()
  const { Labels, LabelModelVersion } = await detect()
  expect(LabelModelVersion).toBe("3.0")
  expect(Labels).toEqual([
    {
      Name: "Dog",
      Confidence: 97.5,
      Instances: [{ Confidence: 97.5, BoundingBox: { Left: 0.1, Top: 0.2, Width: 0.3, Height: 0.4 } }],
      Parents: [{ Name: "Animal" }, { Name: "Pet" }],
      Aliases: [{ Name: "Hound" }],
      Categories: [{ Name: "Animals and Pets" }],
    },
    { Name: "Chair", Confidence: 56, Instances: [], Parents: [], Aliases: [], Categories: [{ Name: "Furniture" }] },
  ])
})

it.each<[string, Partial<DetectLabelsCommandInput>, string[]]>([
  ["MaxLabels", { MaxLabels: 1 }, ["Dog"]],
  ["MinConfidence", { MinConfidence: 0, Features: ["GENERAL_LABELS"] }, ["Dog", "Chair", "Cat"]],
  ["label filters", { Settings: { GeneralLabels: { LabelInclusionFilters: ["Chair"] } } }, ["Chair"]],
  ["category filters", { Settings: { GeneralLabels: { LabelCategoryExclusionFilters: ["Furniture"] } } }, ["Dog"]],
])("keeps to %s", async (_name, input, expected) => {
  const { detect } = await wired()
  expect((await detect(input)).Labels?.map(({ Name }) => Name)).toEqual(expected)
})

it("reads images from S3 in the caller's name", async () => {
  const asked: unknown[] = []
  const { detect } = await wired({ readObject: async (...args) => (asked.push(args), image) })
  await detect({ Image: { S3Object: { Bucket: "photos", Name: "a b.jpg" } } })
  expect(asked).toEqual([["photos", "a b.jpg", { accessKeyId: "tagging" }]])
})

it.each<[string, () => Promise<Uint8Array>, string]>([
  [
    "more than 5 MB in the request",
    async () => Buffer.concat([image, Buffer.alloc(5 * 1_048_576)]),
    "ImageTooLargeException",
  ],
  ["what is neither PNG nor JPEG", async () => await blank(80, 80).webp().toBuffer(), "InvalidImageFormatException"],
  [
    "an SVG under any name",
    async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="99" height="99"/>'),
    "InvalidImageFormatException",
  ],
  ["the beginning of a JPEG", async () => image.subarray(0, 20), "InvalidImageFormatException"],
  ["a side below 80 pixels", async () => await blank(79, 200).png().toBuffer(), "InvalidParameterException"],
  ["a side above 10,000 pixels", async () => await blank(10_001, 80).png().toBuffer(), "InvalidParameterException"],
])("refuses %s", async (_name, bytes, name) => {
  const { detect } = await wired()
  await expect(detect({ Image: { Bytes: await bytes() } })).rejects.toMatchObject({ name })
})

it("refuses objects that are missing or above 15 MB", async () => {
  const Image = { S3Object: { Bucket: "photos", Name: "x.jpg" } }
  const missing = await wired()
  await expect(missing.detect({ Image })).rejects.toMatchObject({
    name: "InvalidS3ObjectException",
    message: expect.stringContaining("Unable to get object metadata"),
  })
  const large = await wired({ readObject: async () => Buffer.concat([image, Buffer.alloc(15 * 1_048_576)]) })
  await expect(large.detect({ Image })).rejects.toMatchObject({ name: "ImageTooLargeException" })
  const fitting = await wired({ readObject: async () => Buffer.concat([image, Buffer.alloc(6 * 1_048_576)]) })
  expect((await fitting.detect({ Image })).Labels).toHaveLength(2)
})

it("tells a damaged image from a recogniser that failed", async () => {
  const damaged = await wired({ detectLabels: async () => Promise.reject(new ImageUndecodable("premature end")) })
  await expect(damaged.detect()).rejects.toMatchObject({ name: "InvalidImageFormatException" })
  const crashed = await wired({ detectLabels: async () => Promise.reject(new Error("out of memory")) })
  await expect(crashed.detect()).rejects.toMatchObject({
    name: "InternalServerError",
    message: expect.stringContaining("out of memory"),
  })
})

it("refuses bad parameters, features and operations that it does not have", async () => {
  const { client, detect } = await wired()
  await expect(detect({ Image: {} })).rejects.toThrow("Image needs Bytes")
  await expect(detect({ MinConfidence: 101 })).rejects.toMatchObject({ name: "InvalidParameterException" })
  await expect(detect({ Features: ["GENERAL_LABELS", "IMAGE_PROPERTIES"] })).rejects.toThrow("not IMAGE_PROPERTIES")
  await expect(client.send(new DetectFacesCommand({ Image: { Bytes: image } }))).rejects.toMatchObject({
    name: "UnknownOperationException",
    message: expect.stringContaining("rekognition:DetectFaces"),
  })
})
