import type { DetectLabelsCommandInput } from "@aws-sdk/client-rekognition"
import { type ImageMetadata, ImageTagged, MetadataExtracted } from "@darkroom/events"
import { PermanentError } from "@darkroom/lambda"
import sharp from "sharp"
import { expect, it } from "vitest"
import type { TaggingDeps } from "./deps.ts"
import { tagImage } from "./tag-image.ts"

const provenance = {
  id: MetadataExtracted.example.image.id,
  groupKey: MetadataExtracted.example.image.id,
  origin: "upload",
} as const
const small = { width: 1_600, height: 1_200, orientation: 1, bytes: 400_000 }
const solid = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: "#336699" } })

function extracted(metadata: Partial<ImageMetadata>): MetadataExtracted {
  const { example } = MetadataExtracted
  return MetadataExtracted.create({ ...example, metadata: { ...example.metadata, ...small, ...metadata } }, provenance)
}

/** A recogniser that answers with `answer`, throwing it where it is an error, and keeps what it was asked. */
function recogniser(
  original: Uint8Array | undefined,
  answer: Awaited<ReturnType<TaggingDeps["detectLabels"]>> | Error = {},
) {
  const asked: DetectLabelsCommandInput[] = []
  const deps: TaggingDeps = {
    originalExists: () => Promise.resolve(original !== undefined),
    readOriginal: () => Promise.resolve(original),
    detectLabels: (input) => {
      asked.push(input)
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer)
    },
  }
  return { deps, asked }
}

function rekognitionError(name: string): Error {
  return Object.assign(new Error("from Rekognition"), { name })
}

const dog = {
  LabelModelVersion: "3.0",
  Labels: [
    {
      Name: "Dog",
      Confidence: 97.4,
      Parents: [{ Name: "Pet" }, {}],
      Categories: [{ Name: "Animals and Pets" }],
      Instances: [{ Confidence: 97.4, BoundingBox: { Left: -0.1, Top: 0.5, Width: 0.4, Height: 0.6 } }, {}],
      Aliases: [{ Name: "Hound" }],
    },
    { Name: "Grass", Confidence: 3 },
    {},
  ],
}

it("emits every label in Darkroom's words, its boxes inside the image", async () => {
  const { deps, asked } = recogniser(Buffer.alloc(1), dog)
  const event = extracted({ format: "jpeg" })
  const result = await tagImage(event, deps)
  const { image } = event.data
  expect(asked).toEqual([
    { Image: { S3Object: { Bucket: image.bucket, Name: image.key } }, MaxLabels: 50, MinConfidence: 55 },
  ])
  expect(result).toMatchObject({
    metadata: { causationId: event.metadata.id },
    data: { image, skipped: null, modelVersion: "3.0" },
  })
  const [first, second, ...others] = result!.data.labels
  expect(others).toEqual([])
  expect(first).toMatchObject({ name: "Dog", confidence: 97.4, parents: ["Pet"], categories: ["Animals and Pets"] })
  const { left, top, width, height } = first!.instances[0]!.boundingBox
  expect([left, top, height]).toEqual([0, 0.5, 0.5])
  expect(width).toBeCloseTo(0.3)
  expect(second).toEqual({ name: "Grass", confidence: 3, parents: [], categories: [], instances: [] })
  expect(ImageTagged.parse({ source: result!.source, "detail-type": result!.type, detail: result })).toBeDefined()
})

it("emits the same event again for the same photo", async () => {
  const { deps } = recogniser(Buffer.alloc(1), dog)
  const event = extracted({})
  expect((await tagImage(event, deps))!.metadata.id).toBe((await tagImage(event, deps))!.metadata.id)
})

it("sends two upright megapixels of a large photo", async () => {
  const original = await solid(4_000, 3_000).withMetadata({ orientation: 6 }).jpeg().toBuffer()
  const { deps, asked } = recogniser(original)
  await tagImage(extracted({ format: "jpeg", width: 3_000, height: 4_000, orientation: 6 }), deps)
  expect(await sharp(asked[0]!.Image!.Bytes).metadata()).toMatchObject({ format: "jpeg", width: 1_224, height: 1_632 })
})

it("sends less than 5 MB of the noisiest photo", async () => {
  const noise = { type: "gaussian" as const, mean: 128, sigma: 120 }
  const original = await sharp({ create: { width: 1_632, height: 1_224, channels: 3, background: "white", noise } })
    .webp({ lossless: true, effort: 0 })
    .toBuffer()
  const { deps, asked } = recogniser(original)
  await tagImage(extracted({ format: "webp", width: 1_632, height: 1_224 }), deps)
  expect(asked[0]!.Image!.Bytes!.length).toBeLessThan(5_000_000)
})

it("sends a panorama with 80 pixels' height", async () => {
  const { deps, asked } = recogniser(await solid(20_000, 160).jpeg().toBuffer())
  await tagImage(extracted({ format: "jpeg", width: 20_000, height: 160 }), deps)
  expect(await sharp(asked[0]!.Image!.Bytes).metadata()).toMatchObject({ width: 10_000, height: 80 })
})

it("says why a photo of 40 by 40 pixels is not tagged", async () => {
  const { deps, asked } = recogniser(Buffer.alloc(1))
  const result = await tagImage(extracted({ width: 40, height: 40 }), deps)
  expect(asked).toEqual([])
  expect(result!.data).toMatchObject({
    labels: [],
    modelVersion: null,
    skipped: expect.stringContaining("40 by 40 pixels") as string,
  })
})

it.each([{ format: "jpeg" }, { format: "webp" }] as const)(
  "fails for good where the original is gone (%j)",
  async (metadata) => {
    const { deps, asked } = recogniser(undefined)
    await expect(tagImage(extracted(metadata), deps)).rejects.toThrow(PermanentError)
    expect(asked).toEqual([])
  },
)

it("is done without labels where the picture data is damaged, and says so", async () => {
  const { deps } = recogniser((await solid(600, 600).webp().toBuffer()).subarray(0, 60))
  const tagged = await tagImage(extracted({ format: "webp" }), deps)
  expect(tagged?.data).toMatchObject({
    labels: [],
    skipped: "The photo's picture data is damaged, so it was not tagged.",
  })
})

it.each(["InvalidImageFormatException", "ImageTooLargeException"])(
  "is done without labels where Rekognition answers %s",
  async (name) => {
    const { deps } = recogniser(Buffer.alloc(1), rekognitionError(name))
    expect((await tagImage(extracted({}), deps))?.data).toMatchObject({
      labels: [],
      skipped: expect.stringContaining("cannot read this photo") as string,
      modelVersion: null,
    })
  },
)

it("gives up on what Rekognition calls invalid, with a sentence for the owner", async () => {
  const { deps } = recogniser(Buffer.alloc(1), rekognitionError("InvalidParameterException"))
  const tagging = tagImage(extracted({}), deps)
  await expect(tagging).rejects.toThrow(PermanentError)
  await expect(tagging).rejects.toMatchObject({ ownerMessage: expect.stringContaining("not tagged") as string })
})

it.each([
  "ProvisionedThroughputExceededException",
  "ThrottlingException",
  "InvalidS3ObjectException",
  "InternalServerError",
])("passes on %s, to be tried again", async (name) => {
  const error = rekognitionError(name)
  const { deps } = recogniser(Buffer.alloc(1), error)
  await expect(tagImage(extracted({}), deps)).rejects.toBe(error)
})
