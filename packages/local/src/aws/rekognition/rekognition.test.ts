import {
  CompareFacesCommand,
  DetectFacesCommand,
  DetectLabelsCommand,
  type DetectLabelsCommandInput,
} from "@aws-sdk/client-rekognition"
import { type ImageProperties, ImageUndecodable } from "@darkroom/vision"
import { expect, it } from "vitest"
import { AwsError } from "../errors.ts"
import type { DetectedLabel, RekognitionOptions } from "./rekognition.ts"
import { blank, image, type Sights, startRekognition } from "./testing.ts"

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

const properties: ImageProperties = {
  quality: { brightness: 60, sharpness: 81, contrast: 80 },
  dominantColors: [
    {
      red: 47,
      green: 79,
      blue: 79,
      hexCode: "#2f4f4f",
      cssColor: "darkslategrey",
      simplifiedColor: "grey",
      pixelPercent: 40,
    },
    { red: 0, green: 0, blue: 0, hexCode: "#000000", cssColor: "black", simplifiedColor: "black", pixelPercent: 20 },
  ],
}

async function wired(sights: Sights = {}, options: Partial<Omit<RekognitionOptions, "recogniser">> = {}) {
  const { client } = await startRekognition({ detectLabels: async () => labels, ...sights }, options)
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
  const { detect } = await wired({}, { readObject: async (...args) => (asked.push(args), image) })
  await detect({ Image: { S3Object: { Bucket: "photos", Name: "a b.jpg" } } })
  expect(asked).toEqual([["photos", "a b.jpg", { accessKeyId: "tagging" }]])
})

it.each<[string, () => Promise<Uint8Array>, string]>([
  [
    "more than 5 MB in the request",
    async () => Buffer.concat([image, Buffer.alloc(5 * 1_048_576)]),
    "ValidationException",
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

it("refuses objects that are missing, archived or above 15 MB", async () => {
  const Image = { S3Object: { Bucket: "photos", Name: "x.jpg" } }
  const missing = await wired()
  await expect(missing.detect({ Image })).rejects.toMatchObject({
    name: "InvalidS3ObjectException",
    message: expect.stringContaining("Unable to get object metadata"),
  })
  const archived = await wired(
    {},
    { readObject: async () => Promise.reject(new AwsError("InvalidObjectState", "Archived", 403)) },
  )
  await expect(archived.detect({ Image })).rejects.toMatchObject({ name: "InvalidS3ObjectException" })
  const large = await wired({}, { readObject: async () => Buffer.concat([image, Buffer.alloc(15 * 1_048_576)]) })
  await expect(large.detect({ Image })).rejects.toMatchObject({ name: "ImageTooLargeException" })
  const fitting = await wired({}, { readObject: async () => Buffer.concat([image, Buffer.alloc(6 * 1_048_576)]) })
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

it("tells colours and quality where they are asked for, with the labels or alone", async () => {
  const { detect } = await wired({ imageProperties: async () => properties })
  expect(await detect()).not.toHaveProperty("ImageProperties")
  const both = await detect({ Features: ["GENERAL_LABELS", "IMAGE_PROPERTIES"] })
  expect(both.Labels).toHaveLength(2)
  expect(both.ImageProperties?.Quality).toEqual({ Brightness: 60, Sharpness: 81, Contrast: 80 })
  expect(both.ImageProperties?.DominantColors).toHaveLength(2)
  const Settings = { ImageProperties: { MaxDominantColors: 1 } }
  const alone = await detect({ Features: ["IMAGE_PROPERTIES"], Settings })
  expect(alone.Labels).toEqual([])
  expect(alone.ImageProperties?.DominantColors).toEqual([
    {
      Red: 47,
      Green: 79,
      Blue: 79,
      HexCode: "#2f4f4f",
      CSSColor: "darkslategrey",
      SimplifiedColor: "grey",
      PixelPercent: 40,
    },
  ])
})

it("finds no colours where the recogniser knows none", async () => {
  const { detect } = await wired()
  const { ImageProperties } = await detect({ Features: ["IMAGE_PROPERTIES"] })
  expect(ImageProperties).toEqual({ DominantColors: [] })
})

it("asks the recogniser for no labels where only colours are wanted", async () => {
  const { detect } = await wired({
    detectLabels: () => Promise.reject(new Error("nobody asked")),
    imageProperties: async () => properties,
  })
  await detect({ Features: ["IMAGE_PROPERTIES"] })
})

it.each<[Partial<DetectLabelsCommandInput>, string, string]>([
  [{ Image: {} }, "InvalidParameterException", "Image needs Bytes"],
  [
    { Image: { Bytes: image, S3Object: { Bucket: "photos", Name: "a.jpg" } } },
    "InvalidParameterException",
    "both Bytes and an S3Object",
  ],
  [
    { Image: { S3Object: { Bucket: "photos", Name: "a.jpg", Version: "v1" } } },
    "InvalidParameterException",
    "current version",
  ],
  [
    { Image: { S3Object: { Bucket: "p", Name: "a.jpg" } } },
    "ValidationException",
    "1 validation error detected: Value 'p' at 'image.s3Object.bucket' failed to satisfy constraint: Member must have length greater than or equal to 3",
  ],
  [
    { MinConfidence: 101, MaxLabels: -1 },
    "ValidationException",
    "2 validation errors detected: Value '-1' at 'maxLabels' failed to satisfy constraint: Member must have value greater than or equal to 0; Value '101' at 'minConfidence'",
  ],
  [
    { Features: ["COLORS" as "IMAGE_PROPERTIES"] },
    "ValidationException",
    "Value 'COLORS' at 'features.1.member' failed to satisfy constraint: Member must satisfy enum value set: [GENERAL_LABELS, IMAGE_PROPERTIES]",
  ],
  [
    { Settings: { ImageProperties: { MaxDominantColors: 21 } } },
    "ValidationException",
    "'settings.imageProperties.maxDominantColors'",
  ],
  [
    { Settings: { GeneralLabels: { LabelInclusionFilters: ["Dog;"] } } },
    "ValidationException",
    "regular expression pattern",
  ],
  [
    { Features: ["IMAGE_PROPERTIES"], MaxLabels: 5, MinConfidence: 55 },
    "InvalidParameterException",
    "MaxLabels and MinConfidence without the feature GENERAL_LABELS",
  ],
  [{ MinConfidence: "much" as unknown as number }, "SerializationException", "'minConfidence' is not a number"],
])("refuses %j", async (input, name, message) => {
  const { detect } = await wired()
  await expect(detect(input)).rejects.toMatchObject({ name, message: expect.stringContaining(message) })
})

it("needs an image", async () => {
  const { client } = await wired()
  const none = new DetectFacesCommand({} as { Image: object })
  await expect(client.send(none)).rejects.toMatchObject({
    name: "ValidationException",
    message: "1 validation error detected: Value null at 'image' failed to satisfy constraint: Member must not be null",
  })
})

it("names an operation that it does not have", async () => {
  const { client } = await wired()
  const both = { SourceImage: { Bytes: image }, TargetImage: { Bytes: image } }
  await expect(client.send(new CompareFacesCommand(both))).rejects.toMatchObject({
    name: "UnknownOperationException",
    message: expect.stringContaining("rekognition:CompareFaces"),
  })
})
