import { expect, it } from "vitest"
import { cameraOf } from "./camera-of.ts"
import { readExif } from "./read-exif.ts"
import { type Directories, tiffBlock } from "./tiff-block.fixture.ts"

const cameraIn = async (directories: Directories) => cameraOf(await readExif(tiffBlock(directories)))
const nothing = {
  make: null,
  model: null,
  lens: null,
  aperture: null,
  exposureTime: null,
  iso: null,
  focalLength: null,
}

it("reads the camera", async () => {
  const ifd0 = { 0x010f: "NIKON", 0x0110: "COOLPIX P6000" }
  const exif = {
    0x829a: ["1/75"],
    0x829d: ["59/10"],
    0x8827: [64],
    0x920a: ["240/10"],
    0xa434: "6-24mm f/2.7",
  } as const
  expect(await cameraIn({ ifd0, exif })).toEqual({
    make: "NIKON",
    model: "COOLPIX P6000",
    lens: "6-24mm f/2.7",
    aperture: 5.9,
    exposureTime: 0.0133333,
    iso: 64,
    focalLength: 24,
  })
})

it("takes zero, n/0 and 0/0 for nothing", async () => {
  expect(await cameraIn({ exif: { 0x829a: ["0/0"], 0x829d: ["1/0"], 0x8827: [0], 0x920a: ["0/1"] } })).toEqual(nothing)
})

it("cuts text at its NUL, and takes blanks and control characters for nothing", async () => {
  const camera = await cameraIn({
    ifd0: { 0x010f: " Canon \0garbage", 0x0110: "EOS\u0007 40D" },
    exif: { 0xa434: " \0 " },
  })
  expect(camera).toMatchObject({ make: "Canon", model: "EOS  40D", lens: null })
  expect((await cameraIn({ ifd0: { 0x010f: "x".repeat(5_000) } })).make).toHaveLength(200)
})

it("takes the first of several sensitivities", async () => {
  expect(await cameraIn({ exif: { 0x8827: [200, 400] } })).toMatchObject({ iso: 200 })
})

it("leaves out a bad tag and keeps the others", async () => {
  const block = tiffBlock({ ifd0: { 0x010f: "Canon EOS", 0x0110: "40D of many" }, exif: { 0x8827: [100] } })
  const make = 6 + 8 + 2
  for (const [offset, value] of [
    [2, 0xffff],
    [6, 0xffff],
    [10, 0xffff],
  ] as const) {
    const bad = Buffer.from(block)
    bad.writeUInt16BE(value, make + offset)
    if (offset !== 2) bad.writeUInt16BE(0xffff, make + offset - 2)
    expect(cameraOf(await readExif(bad))).toMatchObject({ make: null, model: "40D of many", iso: 100 })
  }
})

it("survives any cut and any flipped byte", async () => {
  const block = tiffBlock({
    ifd0: { 0x010f: "Canon EOS" },
    exif: { 0x829a: ["1/75"], 0x8827: [100] },
    gps: { 1: "N", 2: ["1/1", "2/1", "3/1"] },
  })
  for (let at = 0; at < block.length; at++) {
    const flipped = Buffer.from(block)
    flipped.writeUInt8(255 - flipped.readUInt8(at), at)
    await readExif(flipped)
    await readExif(block.subarray(0, at))
  }
})

it("reads nothing where there is no EXIF", async () => {
  for (const block of [
    undefined,
    Buffer.alloc(0),
    Buffer.from("Exif\0\0"),
    Buffer.from("Exif\0\0\xff\xff"),
    Buffer.from("II*\0"),
  ]) {
    expect(await readExif(block)).toEqual({ ifd0: {}, exif: {}, gps: {} })
  }
})
