import { GetObjectCommand, HeadObjectCommand } from "@aws-sdk/client-s3"
import { progressOf } from "@darkroom/catalog-model"
import sharp from "sharp"
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest"
import { type App, fixedRecogniser, startApp, startForTest } from "./harness.ts"

let app: App
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app.close())

const exif = {
  IFD0: { Make: "Darkroom", Model: "Pinhole 1" },
  IFD2: {
    DateTimeOriginal: "2026:07:14 18:02:11",
    OffsetTimeOriginal: "+02:00",
    FNumber: "28/10",
    ISOSpeedRatings: "200",
  },
  IFD3: {
    GPSLatitudeRef: "S",
    GPSLatitude: "33/1 51/1 3000/100",
    GPSLongitudeRef: "W",
    GPSLongitude: "70/1 40/1 1200/100",
  },
}

/** A photo of two halves, so that what is up can be seen. */
function picture(width = 640, height = 480) {
  const top = Buffer.from(
    `<svg width="${width}" height="${height}"><rect width="100%" height="50%" fill="#e02020"/><rect y="50%" width="100%" height="50%" fill="#2040e0"/></svg>`,
  )
  return sharp(top)
}

it("goes from upload to ImageProcessed, its events in a tree by cause", async () => {
  await app.put(
    "private/ada/uploads/lake.jpg",
    await picture().withExif(exif).withMetadata({ orientation: 6 }).jpeg().toBuffer(),
  )
  const { record, labels, timeline } = await app.entry("private/ada/uploads/lake.jpg")
  expect(record.metadata?.value).toMatchObject({
    format: "jpeg",
    width: 480,
    height: 640,
    make: "Darkroom",
    model: "Pinhole 1",
    aperture: 2.8,
    iso: 200,
    takenAt: { local: "2026-07-14T18:02:11", offset: "+02:00", source: "DateTimeOriginal", offsetSource: "tag" },
  })
  expect(record.metadata?.value.location?.latitude).toBeCloseTo(-33.858333, 5)
  expect(record.metadata?.value.location?.longitude).toBeCloseTo(-70.67, 5)
  expect(record.metadata?.value.sha256).toBe(record.thumbnail?.sha256)
  expect(labels).toMatchObject([
    {
      name: "Dog",
      confidence: 97,
      instances: [{ boundingBox: { left: 0.125, top: 0.25, width: 0.375, height: 0.5 } }],
    },
  ])
  const cause = (type: string) =>
    timeline.find(({ eventId }) => eventId === timeline.find((entry) => entry.type === type)?.causationId)?.type
  expect(timeline.map(({ type }) => type).sort()).toEqual([
    "ImageProcessed",
    "ImageTagged",
    "ImageUploaded",
    "MetadataExtracted",
    "ThumbnailGenerated",
  ])
  expect([cause("MetadataExtracted"), cause("ImageTagged"), cause("ThumbnailGenerated")]).toEqual([
    "ImageUploaded",
    "MetadataExtracted",
    "MetadataExtracted",
  ])
  expect(new Set(timeline.map(({ correlationId }) => correlationId)).size).toBe(1)
})

it("has upright renditions without metadata, in the owner's folder, that browsers may keep", async () => {
  await app.put(
    "private/grace/uploads/up.jpg",
    await picture(2000, 1000).withExif(exif).withMetadata({ orientation: 6 }).jpeg().toBuffer(),
  )
  const { record } = await app.entry("private/grace/uploads/up.jpg")
  const renditions = record.thumbnail?.renditions ?? []
  expect(renditions.map(({ name, width, height }) => [name, width, height])).toEqual([
    ["256", 128, 256],
    ["1024", 512, 1024],
  ])
  for (const { bucket, key } of renditions) {
    expect(key).toMatch(/^private\/grace\/resized\/[0-9a-f-]{36}\//)
    const { Body, CacheControl, ContentType } = await app.s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }))
    const image = sharp(await Body?.transformToByteArray())
    const { exif: kept, icc, xmp, orientation } = await image.metadata()
    expect([ContentType, kept, icc, xmp, orientation]).toEqual([
      "image/webp",
      undefined,
      undefined,
      undefined,
      undefined,
    ])
    expect(CacheControl).toContain("immutable")
    // Orientation 6: the stored top is the upright right.
    const { data, info } = await image.removeAlpha().raw().toBuffer({ resolveWithObject: true })
    const [left, right] = [2, info.width - 3].map(
      (x) => data[(Math.floor(info.height / 2) * info.width + x) * info.channels],
    )
    expect(right).toBeGreaterThan(180)
    expect(left).toBeLessThan(80)
  }
})

it("never enlarges, and says why a small one has no labels", async () => {
  await app.put("Incoming/tiny.png", await picture(40, 40).png().toBuffer())
  const { record, labels } = await app.entry("Incoming/tiny.png")
  expect(progressOf(record).status).toBe("processed")
  expect(record.thumbnail?.renditions.map(({ width, height }) => [width, height])).toEqual([
    [40, 40],
    [40, 40],
  ])
  expect(record.tagging?.skipped).toMatch(/80/)
  expect(labels).toEqual([])
})

it("knows the SHA-256 also where S3 keeps none", async () => {
  await app.put("Incoming/no-checksum.webp", await picture().webp().toBuffer(), { sha256: false })
  const { record } = await app.entry("Incoming/no-checksum.webp")
  expect(record.metadata?.value.sha256).toBeNull()
  expect(record.thumbnail?.sha256).toMatch(/^[0-9a-f]{64}$/)
})

it("leaves what is under no intake prefix alone, renditions above all", async () => {
  await app.put("elsewhere/photo.jpg", await picture().jpeg().toBuffer())
  await app.put("Incoming/once.jpg", await picture().jpeg().toBuffer())
  const { record } = await app.entry("Incoming/once.jpg")
  await app.idle()
  expect(await app.keys(`Thumbnails/${record.imageId}/`)).toHaveLength(2)
  expect(app.seen.filter((event) => JSON.stringify(event).includes("elsewhere/"))).toEqual([])
  expect(app.count("ImageUploaded", record.imageId)).toBe(1)
})

it("tells people once, and whom it belongs to", async () => {
  await app.put("private/ada/uploads/told.jpg", await picture().jpeg().toBuffer())
  const { record } = await app.entry("private/ada/uploads/told.jpg")
  const told = () => app.engine.sns.outbox().filter(({ message }) => message.startsWith("told.jpg"))
  // ImageProcessed is on its way when the record is done.
  await vi.waitFor(() => expect(told()).not.toEqual([]), 20_000)
  await app.idle()
  expect(told().map(({ subject, message }) => [subject, message])).toEqual([
    ["A photo is ready", "told.jpg is ready. It shows: Dog."],
  ])
  expect(JSON.stringify(told()[0]?.attributes)).toContain(record.imageId)
})

describe("any key", () => {
  const keys = [
    "a b  c.jpg",
    "one+two=three&four.jpg",
    "many.dots..in.a.name.jpeg.jpg",
    "SHOUTING.JPG",
    "📷/日本/ümläut.jpg",
    "100%25 %2F.jpg",
    "no-ending",
    "lies.png",
    `${"long/".repeat(197)}.jpg`,
  ].map((name) => `Incoming/${name}`)

  it.each(keys.map((key) => [key.length > 80 ? `${key.slice(0, 40)}… (${Buffer.byteLength(key)} bytes)` : key, key]))(
    "%s is processed",
    async (_, key) => {
      await app.put(key, await picture(200, 100).jpeg().toBuffer())
      const { record } = await app.entry(key)
      expect(record.image?.key).toBe(key)
      expect(progressOf(record).status).toBe("processed")
      await app.s3.send(new HeadObjectCommand({ Bucket: app.photos, Key: record.thumbnail?.renditions[0]?.key ?? "" }))
    },
  )
})

describe("what is no photo", () => {
  it.each([
    ["empty.jpg", Buffer.alloc(0), "EmptyFile"],
    ["invoice.jpg", Buffer.from("%PDF-1.7\n%âãÏÓ\n1 0 obj"), "NotSupportedImageType"],
    [
      "drawing.jpg",
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
      "NotSupportedImageType",
    ],
    ["notes.jpg", Buffer.from("dear diary"), "NotSupportedImageType"],
    ["header-only.jpg", Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0]), "DamagedImage"],
  ])("%s is rejected with a reason and a sentence", async (name, body, reason) => {
    await app.put(`Incoming/${name}`, body)
    const { record } = await app.entry(`Incoming/${name}`)
    expect(record.rejected).toMatchObject({ reason, message: expect.stringContaining(name) })
  })

  it("has too many pixels, however few bytes", async () => {
    const bomb = await sharp({ create: { width: 12_000, height: 8_000, channels: 3, background: "white" } })
      .png()
      .toBuffer()
    await app.put("Incoming/bomb.png", bomb)
    expect((await app.entry("Incoming/bomb.png")).record.rejected?.reason).toBe("TooManyPixels")
  })
})

it("10,800 px wide is no problem", async () => {
  await app.put("Incoming/wide.jpg", await picture(10_800, 1_000).jpeg().toBuffer())
  const { record } = await app.entry("Incoming/wide.jpg")
  expect(progressOf(record).status).toBe("processed")
  expect(record.thumbnail?.renditions.at(-1)).toMatchObject({ width: 1024, height: 95 })
})

it("carries more labels than fit an event by a claim check", async () => {
  const instances = Array.from({ length: 60 }, (_, index) => ({
    confidence: 80,
    boundingBox: { left: index / 128, top: 0.5, width: 0.125, height: 0.25 },
  }))
  const labels = Array.from({ length: 40 }, (_, index) => ({
    name: `Label ${index}`,
    confidence: 90 - index / 4,
    parents: [],
    categories: [],
    aliases: [],
    instances,
  }))
  const crowd = await startForTest({ recogniser: fixedRecogniser(labels) })
  await crowd.put("Incoming/crowd.jpg", await picture().jpeg().toBuffer())
  // The labels come behind the record, 25 at a time.
  const { labels: kept } = await crowd.entry("Incoming/crowd.jpg", ({ labels: known }) => known.length >= 40)
  expect(kept).toHaveLength(40)
  expect(kept[0]?.instances).toEqual(instances)
  const tagged = crowd.seen.find((event) => event["detail-type"] === "ImageTagged")
  expect(Object.keys(tagged?.detail ?? {})).toEqual(["metadata", "claim"])
})
