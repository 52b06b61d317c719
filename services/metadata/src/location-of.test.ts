import { expect, it } from "vitest"
import { locationOf } from "./location-of.ts"
import { readExif } from "./read-exif.ts"
import { type Directory, tiffBlock } from "./tiff-block.fixture.ts"

const north: Directory = {
  1: "N",
  2: ["43/1", "28/1", "2814/1000"],
  3: "E",
  4: ["11/1", "53/1", "645599999/100000000"],
}
const locationIn = async (gps: Directory) => locationOf((await readExif(tiffBlock({ gps }))).gps)

it("makes decimal degrees of degrees, minutes and seconds", async () => {
  expect(await locationIn(north)).toEqual({ latitude: 43.4674483, longitude: 11.8851267, altitude: null })
})

it("makes south and west negative", async () => {
  expect(await locationIn({ ...north, 1: "S", 3: "W" })).toMatchObject({
    latitude: -43.4674483,
    longitude: -11.8851267,
  })
})

it("takes decimal degrees and decimal minutes", async () => {
  expect(await locationIn({ ...north, 2: ["4346745/100000"], 4: ["11/1", "53107/1000"] })).toMatchObject({
    latitude: 43.46745,
    longitude: 11.8851167,
  })
})

it.each([
  [0, "2625/10", 262.5],
  [1, "2625/10", -262.5],
  [0, "0/0", null],
  [0, "1/0", null],
] as const)("reads altitude %i %s as %s", async (reference, metres, altitude) => {
  expect(await locationIn({ ...north, 5: Uint8Array.of(reference), 6: [metres] })).toMatchObject({ altitude })
})

it.each([
  ["a zero denominator", { 2: ["43/1", "28/0", "0/1"] }],
  ["0/0", { 2: ["0/0", "0/0", "0/0"] }],
  ["a latitude beyond the pole", { 2: ["91/1", "0/1", "0/1"] }],
  ["a longitude beyond the date line", { 4: ["180/1", "0/1", "1/1"] }],
  ["sixty minutes", { 2: ["43/1", "60/1", "0/1"] }],
  ["no hemisphere", { 1: "" }],
  ["an impossible hemisphere", { 3: "N" }],
  ["text for numbers", { 2: "43.4674" }],
  ["the place that receivers without a fix report", { 2: ["0/1", "0/1", "0/1"], 4: ["0/1", "0/1", "0/1"] }],
] as const)("knows no place of %s", async (_, change) => {
  expect(await locationIn({ ...north, ...change })).toBeNull()
})

it("knows places on the equator and on the prime meridian", async () => {
  expect(await locationIn({ ...north, 1: "S", 2: ["0/1", "0/1", "0/1"] })).toEqual({
    latitude: 0,
    longitude: 11.8851267,
    altitude: null,
  })
  expect(await locationIn({})).toBeNull()
})
