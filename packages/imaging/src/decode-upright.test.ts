import type { ImageFormat } from "@darkroom/events"
import sharp, { type Sharp } from "sharp"
import { expect, it } from "vitest"
import { decodeUpright } from "./decode-upright.ts"
import { DamagedImage, TooManyPixels, UnsupportedImage } from "./errors.ts"
import type { RawImage } from "./raw-image.ts"

const limits = { bytes: 50_000_000, pixels: 50_000_000, jpegPixels: 250_000_000 }
const decode = (bytes: Uint8Array, format: ImageFormat, maxPixels = 2_000_000) =>
  decodeUpright(bytes, { format, maxPixels, limits })

function solid(width: number, height: number, background: object | string = "#c08040"): Sharp {
  return sharp({ create: { width, height, channels: 4, background } })
}

/** 80 x 40, black, its top left corner red. */
function marked(): Sharp {
  const input = { create: { width: 10, height: 10, channels: 3 as const, background: "#ff0000" } }
  return sharp({ create: { width: 80, height: 40, channels: 3, background: "#000000" } }).composite([
    { input, left: 0, top: 0 },
  ])
}

function colorAt({ data, width, channels }: RawImage, x: number, y: number): number[] {
  const at = (y * width + x) * channels
  return [...data.subarray(at, at + channels)]
}

function expectNear(actual: number[], expected: number[], tolerance = 6) {
  expect(actual.length).toBe(expected.length)
  actual.forEach((value, index) =>
    expect(Math.abs(value - expected[index]!), `${actual} is not ${expected}`).toBeLessThanOrEqual(tolerance),
  )
}

const corners = { topLeft: [2, 2], topRight: [-3, 2], bottomRight: [-3, -3], bottomLeft: [2, -3] } as const
it.each([
  [1, "topLeft", 80],
  [2, "topRight", 80],
  [3, "bottomRight", 80],
  [4, "bottomLeft", 80],
  [5, "topLeft", 40],
  [6, "topRight", 40],
  [7, "bottomRight", 40],
  [8, "bottomLeft", 40],
] as const)("turns orientation %i upright", async (orientation, corner, width) => {
  for (const format of ["jpeg", "png", "webp", "tiff"] as const) {
    const bytes = await marked().withMetadata({ orientation }).toFormat(format, { quality: 95 }).toBuffer()
    const raw = await decode(bytes, format)
    expect([raw.width, raw.height]).toEqual([width, 120 - width])
    const [x, y] = corners[corner]
    expectNear(colorAt(raw, (x + raw.width) % raw.width, (y + raw.height) % raw.height), [255, 0, 0], 12)
  }
})

it("scales down to the pixels asked for, and never up", async () => {
  const large = await decode(await solid(4000, 3000).jpeg().toBuffer(), "jpeg")
  expect([large.width, large.height]).toEqual([1632, 1224])
  expect(large.data.length).toBe(1632 * 1224 * 3)
  const small = await decode(await solid(40, 30).jpeg().toBuffer(), "jpeg")
  expect([small.width, small.height]).toEqual([40, 30])
  const line = await decode(await solid(10_800, 1).jpeg().toBuffer(), "jpeg", 100)
  expect([line.width, line.height]).toEqual([1039, 1])
})

it.each(["png", "webp", "tiff", "gif", "avif"] as const)("keeps the colour and the alpha of %s", async (format) => {
  const bytes = await solid(64, 64, { r: 192, g: 128, b: 64, alpha: format === "gif" ? 1 : 0.5 })
    .toFormat(format, format === "tiff" ? { compression: "lzw" } : { quality: 90 })
    .toBuffer()
  const raw = await decode(bytes, format)
  expectNear(colorAt(raw, 20, 20).slice(0, 3), [192, 128, 64])
  if (format !== "gif") expectNear(colorAt(raw, 20, 20).slice(3), [128], 2)
})

it.each([
  ["grey", () => solid(64, 64, "#808080").toColourspace("b-w").removeAlpha().png(), [128, 128, 128]],
  [
    "grey with alpha",
    () => solid(64, 64, { r: 128, g: 128, b: 128, alpha: 0.5 }).toColourspace("b-w").png(),
    [128, 128, 128, 128],
  ],
  ["16-bit", () => solid(64, 64).removeAlpha().toColourspace("rgb16").png(), [192, 128, 64]],
  ["16-bit grey", () => solid(64, 64, "#808080").removeAlpha().toColourspace("grey16").png(), [128, 128, 128]],
  ["palette", () => solid(64, 64).removeAlpha().png({ palette: true }), [192, 128, 64]],
  ["interlaced", () => solid(64, 64).removeAlpha().png({ progressive: true }), [192, 128, 64]],
])("makes 8-bit RGB of a PNG that is %s", async (_, png, color) => {
  expectNear(colorAt(await decode(await png().toBuffer(), "png"), 9, 9), color)
})

it("makes sRGB of CMYK", async () => {
  const bytes = await solid(64, 64).removeAlpha().toColourspace("cmyk").jpeg({ quality: 95 }).toBuffer()
  expect((await sharp(bytes).metadata()).space).toBe("cmyk")
  // Print inks do not have every colour: near is all that there is.
  expectNear(colorAt(await decode(bytes, "jpeg"), 9, 9), [192, 128, 64], 25)
})

it("converts from an embedded colour profile", async () => {
  const plain = await solid(64, 64, "#ff2020").removeAlpha().png().toBuffer()
  const bytes = await sharp(plain).withIccProfile("p3").png().toBuffer()
  const stored = await sharp(bytes).keepIccProfile().raw().toBuffer()
  expectNear(colorAt(await decode(bytes, "png"), 9, 9), [255, 32, 32])
  expect(stored[0]).toBeLessThan(250)
})

it("takes the first frame of an animation", async () => {
  const frames = await Promise.all(["#ff0000", "#0000ff"].map((color) => solid(32, 32, color).png().toBuffer()))
  const bytes = await sharp(frames, { join: { animated: true } })
    .gif()
    .toBuffer()
  const raw = await decode(bytes, "gif")
  expect([raw.width, raw.height]).toEqual([32, 32])
  expectNear(colorAt(raw, 9, 9).slice(0, 3), [255, 0, 0])
})

it("refuses what has too many pixels before it decodes", async () => {
  const few = { ...limits, pixels: 1_000, jpegPixels: 2_000 }
  const options = { maxPixels: 100, limits: few }
  const square = solid(40, 40)
  await expect(decodeUpright(await square.clone().png().toBuffer(), { ...options, format: "png" })).rejects.toThrow(
    TooManyPixels,
  )
  await expect(
    decodeUpright(await square.clone().jpeg({ progressive: true }).toBuffer(), { ...options, format: "jpeg" }),
  ).rejects.toThrow(TooManyPixels)
  expect(await decodeUpright(await square.clone().jpeg().toBuffer(), { ...options, format: "jpeg" })).toMatchObject({
    width: 10,
    height: 10,
  })
})

it("refuses another format than the one it was told", async () => {
  const png = await solid(8, 8).png().toBuffer()
  await expect(decode(png, "jpeg")).rejects.toThrow(UnsupportedImage)
  await expect(
    decode(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>'), "png"),
  ).rejects.toThrow(UnsupportedImage)
})

it("says that an image is damaged, and keeps the cause", async () => {
  const noise = {
    width: 200,
    height: 200,
    channels: 3 as const,
    noise: { type: "gaussian" as const, mean: 128, sigma: 30 },
  }
  const jpeg = await sharp({ create: { ...noise, background: "white" } })
    .jpeg()
    .toBuffer()
  const error = await decode(jpeg.subarray(0, jpeg.length / 2), "jpeg").catch((caught: unknown) => caught)
  expect(error).toBeInstanceOf(DamagedImage)
  expect((error as Error).cause).toBeInstanceOf(Error)
  await expect(decode(Buffer.from("no image"), "jpeg")).rejects.toThrow(DamagedImage)
})
