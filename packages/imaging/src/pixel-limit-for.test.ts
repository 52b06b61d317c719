import { expect, it } from "vitest"
import { pixelLimitFor } from "./pixel-limit-for.ts"
import type { ImageHeader } from "./read-header.ts"

const MEGA = 1_000_000
const limits = { bytes: 50 * MEGA, pixels: 50 * MEGA, jpegPixels: 250 * MEGA }
const plain = {
  format: "jpeg",
  width: 1,
  height: 1,
  orientation: 1,
  channels: 3,
  bytesPerSample: 1,
  progressive: false,
  halfChroma: true,
} as ImageHeader

it.each([
  ["a baseline JPEG has the JPEG limit", {}, 250],
  ["a progressive JPEG has the limit of all others", { progressive: true }, 50],
  ["a progressive CMYK JPEG has less", { progressive: true, halfChroma: false, channels: 4 }, 31.25],
  ["a PNG has the profile's limit", { format: "png", channels: 4, bytesPerSample: 2 }, 50],
  ["an interlaced 16-bit PNG has less", { format: "png", channels: 4, bytesPerSample: 2, progressive: true }, 25],
  ["a HEIC has the profile's limit", { format: "heic" }, 50],
  ["an AVIF has what its decoder can take", { format: "avif" }, 13.888888],
  ["a 10-bit AVIF has less", { format: "avif", bytesPerSample: 2 }, 12.5],
] as const)("%s", (_, header, megapixels) => {
  expect(pixelLimitFor({ ...plain, ...header }, limits)).toBe(megapixels * MEGA)
})

it("never exceeds the profile", () => {
  expect(pixelLimitFor({ ...plain, format: "avif" }, { ...limits, pixels: 5 })).toBe(5)
})
