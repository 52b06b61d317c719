import { MetadataExtracted, type ImageMetadata } from "@darkroom/events"
import { expect, it } from "vitest"
import { planOf } from "./plan-of.ts"

const plan = (changes: Partial<ImageMetadata>) =>
  planOf({
    ...MetadataExtracted.example.metadata,
    orientation: 1,
    width: 1_600,
    height: 1_200,
    bytes: 400_000,
    ...changes,
  })

it("passes by reference what Rekognition takes as it is", () => {
  expect(plan({ format: "jpeg" })).toEqual({ way: "reference" })
  expect(plan({ format: "png", bytes: 15_000_000 })).toEqual({ way: "reference" })
  expect(plan({ width: 80, height: 80 })).toEqual({ way: "reference" })
})

it.each([
  ["another format", { format: "webp" }],
  ["an orientation", { orientation: 6 }],
  ["too many bytes", { format: "png", bytes: 15_000_001 }],
] as const)("sends bytes because of %s", (_, changes) => {
  expect(plan(changes)).toEqual({ way: "bytes", maxPixels: 1_600 * 1_200 })
})

it("scales down to two megapixels", () => {
  expect(plan({ width: 4_000, height: 3_000 })).toEqual({ way: "bytes", maxPixels: 2_000_000 })
  expect(plan({ format: "heic", width: 2_000_000, height: 1_000 }).way).toBe("skip")
})

it("scales a panorama to 10,000 pixels' width, as long as 80 are left of its height", () => {
  expect(plan({ width: 20_000, height: 160 })).toEqual({ way: "bytes", maxPixels: 800_000 })
  expect(plan({ width: 10_800, height: 90 })).toEqual({ way: "bytes", maxPixels: 833_334 })
  expect(plan({ width: 20_000, height: 159 })).toMatchObject({
    way: "skip",
    reason: expect.stringContaining("too narrow") as string,
  })
})

it.each([
  [79, 4_000],
  [4_000, 79],
  [40, 40],
])("skips %i by %i pixels", (width, height) => {
  const reason = `The photo is too small to be tagged: it is ${width} by ${height} pixels, and each side must have 80.`
  expect(plan({ width, height })).toEqual({ way: "skip", reason })
})
