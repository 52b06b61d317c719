import sharp from "sharp"
import { expect, it } from "vitest"
import { placeholderOf } from "./placeholder-of.ts"
import { encodeJpeg } from "./encode-jpeg.ts"
import type { RawImage } from "./raw-image.ts"
import { resizeRendition } from "./resize-rendition.ts"

function raw(width: number, height: number, color: readonly number[]): RawImage {
  const pixel = Buffer.from(color)
  return { data: Buffer.alloc(width * height * pixel.length, pixel), width, height, channels: pixel.length as 3 | 4 }
}

it("fits a rendition into its side as WebP without metadata", async () => {
  const { data, width, height } = await resizeRendition(raw(600, 400, [200, 100, 50]), 256)
  expect([width, height]).toEqual([256, 171])
  expect(await sharp(data).metadata()).toMatchObject({ format: "webp", width: 256, height: 171 })
  const { exif, icc, xmp } = await sharp(data).metadata()
  expect([exif, icc, xmp]).toEqual([undefined, undefined, undefined])
})

it("never enlarges", async () => {
  expect(await resizeRendition(raw(40, 40, [1, 2, 3]), 256)).toMatchObject({ width: 40, height: 40 })
})

it("keeps transparency in a rendition and makes it white in a JPEG", async () => {
  const clear = raw(50, 50, [10, 10, 10, 0])
  expect((await sharp((await resizeRendition(clear, 20)).data).stats()).isOpaque).toBe(false)
  const [pixel] = await sharp(await encodeJpeg(clear, 85))
    .raw()
    .toBuffer()
  expect(pixel).toBe(255)
})

it("makes a ThumbHash of about 25 bytes, whatever the shape", async () => {
  for (const image of [
    raw(600, 400, [200, 100, 50]),
    raw(600, 400, [200, 100, 50, 128]),
    raw(1, 1, [0, 0, 0]),
    raw(5000, 2, [9, 9, 9]),
  ]) {
    const hash = Buffer.from((await placeholderOf(image)).thumbhash, "base64")
    expect(hash.length).toBeGreaterThan(4)
    expect(hash.length).toBeLessThan(30)
  }
})

it("names the dominant colour, what is transparent being white", async () => {
  // libvips counts colours in 16 steps a channel and names the middle of a step.
  expect((await placeholderOf(raw(300, 200, [200, 20, 50]))).dominantColor).toBe("#c81838")
  expect((await placeholderOf(raw(300, 200, [0, 0, 0, 0]))).dominantColor).toBe("#f8f8f8")
})
