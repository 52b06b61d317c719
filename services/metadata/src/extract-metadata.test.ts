import { type ImageUploaded as Uploaded, ImageUploaded, ImageRejected, MetadataExtracted } from "@darkroom/events"
import sharp from "sharp"
import { expect, it } from "vitest"
import type { MetadataDeps } from "./deps.ts"
import { OriginalGone } from "./errors.ts"
import { extractMetadata } from "./extract-metadata.ts"

const MEGABYTE = 1_000_000

function uploaded(name: string): Uploaded {
  const { example } = ImageUploaded
  const image = { ...example.image, key: `private/ada/uploads/${name}` }
  return ImageUploaded.create(
    { ...example, image },
    { id: example.image.id, groupKey: example.image.id, origin: "upload" },
  )
}

/** One object in S3, and how many bytes of it were read. */
function bucketOf(content: Uint8Array, head: { bytes?: number; sha256?: string } = {}) {
  const reads: number[] = []
  const read = (bytes: Uint8Array) => {
    reads.push(bytes.length)
    return Promise.resolve(bytes)
  }
  const deps: MetadataDeps = {
    head: () => Promise.resolve({ bytes: content.length, sha256: null, ...head }),
    readRange: (_, start, end) => read(content.subarray(start, end + 1)),
    readAll: () => read(content),
  }
  return { deps, reads }
}

const solid = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: "#336699" } })
const noise = (width: number, height: number) =>
  sharp({
    create: { width, height, channels: 3, background: "white", noise: { type: "gaussian", mean: 128, sigma: 40 } },
  })

async function extract(name: string, content: Uint8Array, head = {}) {
  const { deps, reads } = bucketOf(content, head)
  const event = uploaded(name)
  return { event, reads, result: await extractMetadata(event, deps) }
}

it("tells format, upright size, camera, time and place", async () => {
  const exif = {
    IFD0: { Make: "Pentax", Model: "K-1" },
    IFD2: { DateTimeOriginal: "2026:07:14 18:02:11", OffsetTimeOriginal: "+02:00", FNumber: "28/10" },
    IFD3: {
      GPSLatitudeRef: "S",
      GPSLatitude: "33/1 51/1 3600/100",
      GPSLongitudeRef: "W",
      GPSLongitude: "70/1 30/1 0/1",
    },
  }
  const content = await solid(60, 40)
    .withExif(exif)
    .withMetadata({ orientation: 6 })
    .withExifMerge(exif)
    .jpeg()
    .toBuffer()
  const { event, result } = await extract("a.jpg", content, { sha256: "ab".repeat(32) })
  expect(result).toMatchObject({
    type: "MetadataExtracted",
    metadata: { causationId: event.metadata.id, correlationId: event.metadata.correlationId },
    data: {
      image: event.data.image,
      metadata: {
        format: "jpeg",
        width: 40,
        height: 60,
        orientation: 6,
        bytes: content.length,
        sha256: "ab".repeat(32),
        make: "Pentax",
        model: "K-1",
        aperture: 2.8,
        takenAt: { local: "2026-07-14T18:02:11", offset: "+02:00", source: "DateTimeOriginal", offsetSource: "tag" },
        location: { latitude: -33.86, longitude: -70.5, altitude: null },
      },
    },
  })
})

it("emits the same event for the same upload", async () => {
  const content = await solid(60, 40).jpeg().toBuffer()
  const [first, second] = [await extract("a.jpg", content), await extract("a.jpg", content)]
  expect(first.result.metadata.id).toBe(second.result.metadata.id)
})

it.each(["jpeg", "png", "webp", "gif", "tiff", "avif"] as const)("reads %s", async (format) => {
  const { result } = await extract("a.heic", await solid(60, 40).toFormat(format).toBuffer())
  expect(result.data).toMatchObject({
    metadata: { format, width: 60, height: 40, orientation: 1, takenAt: null, location: null },
  })
})

it("reads EXIF of every format that carries it", async () => {
  for (const format of ["png", "webp", "avif", "tiff"] as const) {
    const content = await solid(60, 40)
      .withExif({ IFD0: { Make: "Pentax" } })
      .toFormat(format)
      .toBuffer()
    const { result } = await extract("a", content)
    if (format !== "tiff") expect(result.data, format).toMatchObject({ metadata: { make: "Pentax" } })
    else expect(result.type).toBe("MetadataExtracted")
  }
})

it("reads 64 KiB of a large JPEG and no more", async () => {
  const { reads, result } = await extract("a.jpg", await noise(1_200, 900).jpeg({ quality: 95 }).toBuffer())
  expect(reads).toEqual([65_536])
  expect(result.data).toMatchObject({ metadata: { width: 1_200, height: 900 } })
})

it("reads all of a JPEG whose header is longer", async () => {
  const jpeg = await noise(1_200, 900).jpeg().toBuffer()
  const segment = Buffer.concat([Buffer.from([0xff, 0xe9, 0xff, 0xff]), Buffer.alloc(0xfffd)])
  const content = Buffer.concat([jpeg.subarray(0, 2), segment, segment, jpeg.subarray(2)])
  const { reads, result } = await extract("a.jpg", content)
  expect(reads).toEqual([65_536, content.length])
  expect(result.data).toMatchObject({ metadata: { width: 1_200, height: 900 } })
})

it.each([
  [
    "invoice.jpg",
    "%PDF-1.7\n",
    "NotSupportedImageType",
    "invoice.jpg is a PDF document, not a photo that Darkroom can read.",
  ],
  [
    "logo.jpg",
    '<svg xmlns="http://www.w3.org/2000/svg"/>',
    "NotSupportedImageType",
    "logo.jpg is an SVG drawing, not a photo that Darkroom can read.",
  ],
  ["a.jpg", "", "EmptyFile", "a.jpg is empty: it has no bytes."],
  ["a.jpg", "\xff\xd8\xff\xe0 and then nothing", "DamagedImage", "a.jpg is damaged and cannot be read."],
  ["a.png", "\x89PNG\r\n\x1a\n", "DamagedImage", "a.png is damaged and cannot be read."],
] as const)("rejects %s that holds %j", async (name, content, reason, message) => {
  const { event, result } = await extract(name, Buffer.from(content, "latin1"))
  expect(result).toMatchObject({ type: "ImageRejected", data: { image: event.data.image, reason, message } })
  expect(ImageRejected.parse({ source: result.source, "detail-type": result.type, detail: result })).toBeDefined()
})

it("rejects a file that is too large without reading it", async () => {
  const { reads, result } = await extract("a.jpg", Buffer.alloc(1), { bytes: 50_000_001 })
  expect(reads).toEqual([])
  expect(result.data).toMatchObject({
    reason: "FileTooLarge",
    message: "a.jpg has 50.1 MB, and Darkroom reads photos of up to 50 MB.",
  })
  const { result: larger } = await extract("a.jpg", Buffer.alloc(1), { bytes: 61.24 * MEGABYTE })
  expect(larger.data).toMatchObject({ message: "a.jpg has 61.3 MB, and Darkroom reads photos of up to 50 MB." })
})

it("rejects what has too many pixels", async () => {
  const png = await solid(10, 10).png().toBuffer()
  png.writeUInt32BE(15_000, 16)
  png.writeUInt32BE(15_000, 20)
  const { result } = await extract("bomb.png", fixedCrc(png))
  expect(result.data).toMatchObject({
    reason: "TooManyPixels",
    message: "bomb.png has 225 megapixels, and Darkroom reads PNG photos of up to 50 megapixels.",
  })
})

it.each(["head", "readRange", "readAll"] as const)("rejects an original that is gone at %s", async (call) => {
  const { deps } = bucketOf(await solid(60, 40).webp({ lossless: false }).toBuffer())
  const padded = { ...deps, head: () => Promise.resolve({ bytes: 1_000, sha256: null }) }
  const gone = { ...padded, [call]: () => Promise.reject(new OriginalGone("id")) }
  expect((await extractMetadata(uploaded("a.webp"), gone)).data).toMatchObject({
    reason: "OriginalGone",
    message: "a.webp was deleted or replaced before it could be read.",
  })
})

it("passes on errors that say nothing about the image", async () => {
  const { deps } = bucketOf(Buffer.alloc(9))
  const failing = { ...deps, head: () => Promise.reject(new Error("connection reset")) }
  await expect(extractMetadata(uploaded("a.jpg"), failing)).rejects.toThrow("connection reset")
})

it("reads an image of 10,800 pixels' width", async () => {
  const { result } = await extract("panorama.jpg", await solid(10_800, 900).jpeg().toBuffer())
  expect(result.data).toMatchObject({ metadata: { width: 10_800, height: 900 } })
  expect(MetadataExtracted.parse({ source: result.source, "detail-type": result.type, detail: result })).toBeDefined()
})

/** The same PNG with the right checksum of its header chunk. */
function fixedCrc(png: Buffer): Buffer {
  png.writeUInt32BE(crc32(png.subarray(12, 29)), 29)
  return png
}

function crc32(bytes: Buffer): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  }
  return (crc ^ 0xffffffff) >>> 0
}
