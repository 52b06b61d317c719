import { featureSchema, ImageTagged, responseKey } from "@darkroom/events"
import { PermanentError, Unfinished } from "@darkroom/lambda"
import sharp from "sharp"
import { describe, expect, it } from "vitest"
import { answersExample, extracted, imageOf, recogniser, rekognitionError, replayed } from "./recogniser.fixture.ts"
import { tagImage } from "./tag-image.ts"

const solid = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: "#336699" } })
const products = () => imageOf("products", "products/a.jpg")

it("asks for every feature of the profile with its settings, and emits all that was answered", async () => {
  const { deps, calls } = recogniser()
  const event = extracted(products())
  const result = await tagImage(event, deps)
  const { image, metadata } = event.data
  const Image = { S3Object: { Bucket: image.bucket, Name: image.key } }
  expect(calls).toEqual([
    {
      feature: "labels",
      input: {
        Image,
        MaxLabels: 50,
        MinConfidence: 55,
        Features: ["GENERAL_LABELS", "IMAGE_PROPERTIES"],
        Settings: { ImageProperties: { MaxDominantColors: 10 } },
      },
    },
    { feature: "faces", input: { Image } },
    { feature: "text", input: { Image, Filters: { WordFilter: { MinConfidence: 80 } } } },
  ])
  expect(result).toMatchObject({
    metadata: { causationId: event.metadata.id },
    data: {
      image,
      metadata,
      features: ["labels", "faces", "text"],
      failed: [],
      labels: [{ name: "Dog" }],
      faces: [{ confidence: 99 }],
      text: [{ text: "STOP" }],
      moderation: [],
      skipped: null,
      modelVersion: "3.0",
      response: { bucket: "output", key: responseKey(image) },
    },
  })
  expect(ImageTagged.parse({ source: result!.source, "detail-type": result!.type, detail: result })).toBeDefined()
})

it.each([
  ["labels", { MaxLabels: 50, MinConfidence: 55 }],
  ["faces", { Attributes: ["DEFAULT", "AGE_RANGE", "EMOTIONS", "GENDER", "SMILE"] }],
  ["moderation", { MinConfidence: 50 }],
  ["celebrities", {}],
] as const)("asks for %s as the profile of that name says", async (profile, settings) => {
  const { deps, calls } = recogniser()
  await tagImage(extracted(imageOf(profile, `${profile}/a.jpg`)), deps)
  expect(calls.map(({ feature, input: { Image: _, ...rest } }) => [feature, rest])).toEqual([[profile, settings]])
})

it("asks on one prepared image", async () => {
  const original = await solid(4_000, 3_000).jpeg().toBuffer()
  const { deps, calls } = recogniser({ original })
  await tagImage(extracted(products(), { width: 4_000, height: 3_000 }), deps)
  expect(new Set(calls.map(({ input }) => (input["Image"] as { Bytes: Uint8Array }).Bytes)).size).toBe(1)
})

it("keeps the answers as they came, without the SDK's metadata", async () => {
  const { deps, documents } = recogniser()
  const event = extracted(products())
  await tagImage(event, deps)
  const { labels, faces, text } = answersExample
  expect(documents.objects.get(responseKey(event.data.image))?.body).toEqual({ labels, faces, text })
})

it("emits the same event again for the same photo, and pays once", async () => {
  const { deps, asked } = recogniser()
  const event = extracted(products())
  const first = await tagImage(event, deps)
  asked()
  // As after a crash between storing and emitting.
  const second = await tagImage(event, deps)
  expect(asked()).toEqual([])
  expect(second!.metadata.id).toBe(first!.metadata.id)
  expect(second!.data).toEqual(first!.data)
})

it("asks again for a replay", async () => {
  const { deps, asked } = recogniser()
  const event = extracted(imageOf())
  await tagImage(event, deps)
  asked()
  await tagImage(replayed(event, "monday"), deps)
  expect(asked()).toEqual(["labels"])
  await tagImage(replayed(event, "monday"), deps)
  expect(asked()).toEqual([])
})

describe("a part that fails", () => {
  it.each(["labels", "faces", "text"] as const)("leaves the others' results where %s is refused", async (feature) => {
    const { deps, documents } = recogniser({ script: { [feature]: rekognitionError("AccessDeniedException") } })
    const event = extracted(products())
    const { data } = (await tagImage(event, deps))!
    const others = (["labels", "faces", "text"] as const).filter((other) => other !== feature)
    expect(data.features).toEqual(others)
    expect(data.failed).toEqual([
      { feature, code: "AccessDeniedException", message: expect.stringContaining("could not be looked for") as string },
    ])
    for (const other of others) expect(data[other]).toHaveLength(1)
    expect(data[feature]).toEqual([])
    expect(Object.keys(documents.objects.get(responseKey(event.data.image))!.body as object).sort()).toEqual(
      [...others].sort(),
    )
  })

  it.each(["InvalidImageFormatException", "InvalidParameterException", "ImageTooLargeException"])(
    "is named where it fails for good with %s",
    async (code) => {
      const { deps } = recogniser({ script: { text: rekognitionError(code) } })
      expect((await tagImage(extracted(products()), deps))?.data.failed).toMatchObject([{ feature: "text", code }])
    },
  )

  it("is asked for again alone where it may pass", async () => {
    const { deps, asked, script } = recogniser({ script: { faces: rekognitionError("InternalServerError") } })
    const event = extracted(products())
    await expect(tagImage(event, deps)).rejects.toThrow(Unfinished)
    expect(asked()).toEqual(["labels", "faces", "text"])
    delete script.faces
    const { data } = (await tagImage(event, deps))!
    expect(asked()).toEqual(["faces"])
    expect(data).toMatchObject({ features: ["labels", "faces", "text"], failed: [], labels: [{ name: "Dog" }] })
  })

  it("brings along what there is without it, for the last attempt", async () => {
    const { deps } = recogniser({ script: { faces: rekognitionError("InternalServerError") } })
    const error = await tagImage(extracted(products()), deps).catch((thrown: unknown) => thrown)
    expect((error as Unfinished).without).toMatchObject([
      {
        type: "ImageTagged",
        data: {
          features: ["labels", "text"],
          failed: [
            { feature: "faces", code: "InternalServerError", message: expect.stringContaining("again") as string },
          ],
        },
      },
    ])
  })

  it("is throttled before it is broken: the attempt is not to count", async () => {
    const throttled = rekognitionError("ThrottlingException")
    const { deps } = recogniser({ script: { labels: rekognitionError("InternalServerError"), text: throttled } })
    await expect(tagImage(extracted(products()), deps)).rejects.toMatchObject({ cause: throttled })
  })

  it.each(featureSchema.options)("fails the event where there was nothing but %s", async (feature) => {
    const error = rekognitionError("InternalServerError")
    const { deps, documents } = recogniser({ script: { [feature]: error } })
    await expect(tagImage(extracted(imageOf(feature, `${feature}/a.jpg`)), deps)).rejects.toBe(error)
    expect(documents.objects.size).toBe(0)
  })
})

it("sends two upright megapixels of a large photo", async () => {
  const original = await solid(4_000, 3_000).withMetadata({ orientation: 6 }).jpeg().toBuffer()
  const { deps, calls } = recogniser({ original })
  await tagImage(extracted(imageOf(), { width: 3_000, height: 4_000, orientation: 6 }), deps)
  expect(await sharp(bytesOf(calls)).metadata()).toMatchObject({ format: "jpeg", width: 1_224, height: 1_632 })
})

it("sends less than 5 MB of the noisiest photo", async () => {
  const noise = { type: "gaussian" as const, mean: 128, sigma: 120 }
  const original = await sharp({ create: { width: 1_632, height: 1_224, channels: 3, background: "white", noise } })
    .webp({ lossless: true, effort: 0 })
    .toBuffer()
  const { deps, calls } = recogniser({ original })
  await tagImage(extracted(imageOf(), { format: "webp", width: 1_632, height: 1_224 }), deps)
  expect(bytesOf(calls).length).toBeLessThan(5_000_000)
})

it("sends a panorama with 80 pixels' height", async () => {
  const { deps, calls } = recogniser({ original: await solid(20_000, 160).jpeg().toBuffer() })
  await tagImage(extracted(imageOf(), { width: 20_000, height: 160 }), deps)
  expect(await sharp(bytesOf(calls)).metadata()).toMatchObject({ width: 10_000, height: 80 })
})

it("names the key to which the original was moved", async () => {
  const { deps, calls } = recogniser()
  await tagImage(extracted(imageOf()), { ...deps, locate: async (image) => ({ ...image, key: "analyzed/x.jpg" }) })
  expect(calls[0]!.input["Image"]).toMatchObject({ S3Object: { Name: "analyzed/x.jpg" } })
})

it("says why a photo of 40 by 40 pixels is not tagged", async () => {
  const { deps, calls } = recogniser()
  const result = await tagImage(extracted(imageOf(), { width: 40, height: 40 }), deps)
  expect(calls).toEqual([])
  expect(result!.data).toMatchObject({
    features: [],
    labels: [],
    modelVersion: null,
    response: null,
    skipped: expect.stringContaining("40 by 40 pixels") as string,
  })
})

it.each([{ format: "jpeg" }, { format: "webp" }] as const)(
  "fails for good where the original is gone (%j)",
  async (metadata) => {
    const { deps, calls } = recogniser({ original: null })
    await expect(tagImage(extracted(imageOf(), metadata), deps)).rejects.toThrow(PermanentError)
    expect(calls).toEqual([])
  },
)

it("is done without labels where the picture data is damaged, and says so", async () => {
  const { deps } = recogniser({ original: (await solid(600, 600).webp().toBuffer()).subarray(0, 60) })
  const tagged = await tagImage(extracted(imageOf(), { format: "webp" }), deps)
  expect(tagged?.data).toMatchObject({
    labels: [],
    skipped: "The photo's picture data is damaged, so it was not tagged.",
  })
})

it.each(["InvalidImageFormatException", "ImageTooLargeException"])(
  "is done without anything where Rekognition answers %s to everything",
  async (name) => {
    const error = rekognitionError(name)
    const { deps, documents } = recogniser({ script: { labels: error, faces: error, text: error } })
    expect((await tagImage(extracted(products()), deps))?.data).toMatchObject({
      features: [],
      labels: [],
      skipped: expect.stringContaining("cannot read this photo") as string,
      modelVersion: null,
    })
    expect(documents.objects.size).toBe(0)
  },
)

it("gives up where everything is refused, with a sentence for the owner", async () => {
  const { deps } = recogniser({ script: { labels: rekognitionError("InvalidParameterException") } })
  const tagging = tagImage(extracted(imageOf()), deps)
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
  const { deps } = recogniser({ script: { labels: error } })
  await expect(tagImage(extracted(imageOf()), deps)).rejects.toBe(error)
})

function bytesOf(calls: readonly { input: Record<string, unknown> }[]): Uint8Array {
  return (calls[0]!.input["Image"] as { Bytes: Uint8Array }).Bytes
}
