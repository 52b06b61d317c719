import { expect, it } from "vitest"
import { readExif } from "./read-exif.ts"
import { takenAtOf } from "./taken-at-of.ts"
import { type Directories, tiffBlock } from "./tiff-block.fixture.ts"

const ORIGINAL = 0x9003
const DIGITIZED = 0x9004
const MODIFIED = 0x0132
const gpsAt = (date: string, hour: number, minute: number, second: number) =>
  ({ 0x1d: date, 7: [`${hour}/1`, `${minute}/1`, `${second}/1`] }) as const

async function takenAt(directories: Directories, blocks: { xmp?: string; iptc?: Buffer } = {}) {
  const exif = await readExif(tiffBlock(directories))
  return takenAtOf({ exif, xmp: blocks.xmp === undefined ? undefined : Buffer.from(blocks.xmp), iptc: blocks.iptc })
}

it("reads a wall-clock time and does not take it for UTC", async () => {
  expect(await takenAt({ exif: { [ORIGINAL]: "2008:10:22 16:28:39" } })).toEqual({
    local: "2008-10-22T16:28:39",
    offset: null,
    source: "DateTimeOriginal",
    offsetSource: "unknown",
  })
})

it("reads fraction and offset from the tags that belong to the date", async () => {
  const dates = { [ORIGINAL]: "2021:04:11 15:47:53", [DIGITIZED]: "2022:01:01 00:00:00" }
  const exif = { ...dates, 0x9291: "054", 0x9292: "999", 0x9010: "+09:00", 0x9011: "-05:00", 0x9012: "+01:00" }
  expect(await takenAt({ exif })).toMatchObject({
    local: "2021-04-11T15:47:53.054",
    offset: "-05:00",
    offsetSource: "tag",
  })
  expect(await takenAt({ exif: { ...exif, [ORIGINAL]: "    :  :     :  :  " } })).toMatchObject({
    local: "2022-01-01T00:00:00.999",
    offset: "+01:00",
    source: "DateTimeDigitized",
  })
  expect(await takenAt({ exif: { [ORIGINAL]: "2021:04:11 15:47:53", 0x9010: "+09:00" } })).toMatchObject({
    offset: null,
  })
})

it.each([
  "0000:00:00 00:00:00",
  "2021:13:01 00:00:00",
  "2021:02:29 12:00:00",
  "2021:01:01 24:00:00",
  "2021:01:01",
  "0001:01:01 00:00:00",
  "yesterday",
  "",
])("passes over the date %j", async (date) => {
  expect(await takenAt({ exif: { [ORIGINAL]: date } })).toBeNull()
  expect(await takenAt({ ifd0: { [MODIFIED]: "2021:02:28 12:00:00" }, exif: { [ORIGINAL]: date } })).toMatchObject({
    source: "ModifyDate",
  })
})

it.each([
  ["2015:04:10", 18, 12, 21, "+02:00"],
  ["2015:04:11", 1, 12, 20, "-05:00"],
  ["2015:04:10", 14, 27, 23, "+05:45"],
  ["2015:04:10", 20, 9, 0, "+00:00"],
] as const)("tells the offset from GPS time %s %i:%i:%i", async (date, hour, minute, second, offset) => {
  const found = await takenAt({ exif: { [ORIGINAL]: "2015:04:10 20:12:23" }, gps: gpsAt(date, hour, minute, second) })
  expect(found).toEqual({ local: "2015-04-10T20:12:23", offset, source: "DateTimeOriginal", offsetSource: "gps" })
})

it.each([
  ["another day", gpsAt("2015:04:12", 18, 12, 21)],
  ["a clock that is wrong", gpsAt("2015:04:10", 18, 5, 21)],
  ["a zero denominator", { 0x1d: "2015:04:10", 7: ["18/1", "12/0", "21/1"] }],
  ["no date", { 7: ["18/1", "12/1", "21/1"] }],
] as const)("tells no offset from GPS time of %s", async (_, gps) => {
  const found = await takenAt({ exif: { [ORIGINAL]: "2015:04:10 20:12:23" }, gps })
  expect(found).toMatchObject({ offset: null, offsetSource: "unknown" })
})

it("takes GPS time, which is UTC, before the time of an edit", async () => {
  const found = await takenAt({ ifd0: { [MODIFIED]: "2016:01:01 10:00:00" }, gps: gpsAt("2015:04:10", 18, 12, 21) })
  expect(found).toEqual({ local: "2015-04-10T18:12:21", offset: "+00:00", source: "GPSDateStamp", offsetSource: "gps" })
})

it.each([
  [
    '<rdf:Description exif:DateTimeOriginal="2017-03-13T23:03:09.25-07:00"/>',
    "XMP exif:DateTimeOriginal",
    "2017-03-13T23:03:09.25",
    "-07:00",
  ],
  [
    "<photoshop:DateCreated>2017-03-13T23:03:09</photoshop:DateCreated>",
    "XMP photoshop:DateCreated",
    "2017-03-13T23:03:09",
    null,
  ],
  ["<rdf:li xmp:CreateDate='2017-03-13T23:03Z'/>", "XMP xmp:CreateDate", "2017-03-13T23:03:00", "+00:00"],
  ["<xmp:ModifyDate>2017-03-13T23:03:09+0530</xmp:ModifyDate>", "XMP xmp:ModifyDate", "2017-03-13T23:03:09", "+05:30"],
])("reads XMP %s", async (xmp, source, local, offset) => {
  expect(await takenAt({}, { xmp })).toEqual({
    local,
    offset,
    source,
    offsetSource: offset === null ? "unknown" : "tag",
  })
})

it("is not slowed by a hostile XMP block", async () => {
  const start = performance.now()
  expect(await takenAt({}, { xmp: ' exif:DateTimeOriginal="'.repeat(400_000) })).toBeNull()
  expect(await takenAt({}, { xmp: `<xmp:CreateDate>${" ".repeat(1_000_000)}` })).toBeNull()
  expect(performance.now() - start).toBeLessThan(500)
})

it("reads IPTC date and time", async () => {
  const set = (number: number, text: string) =>
    Buffer.concat([Buffer.from([0x1c, 2, number, 0, text.length]), Buffer.from(text)])
  const iptc = Buffer.concat([
    Buffer.from("Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x2a"),
    set(5, "Title"),
    set(55, "20170313"),
    set(60, "230309+0100"),
  ])
  expect(await takenAt({}, { iptc })).toMatchObject({
    local: "2017-03-13T23:03:09",
    offset: "+01:00",
    source: "IPTC DateCreated",
  })
  expect(await takenAt({}, { iptc: Buffer.from([0x1c, 2, 55, 0xff, 0xff, 0x1c, 2]) })).toBeNull()
})

it("passes over offsets that no zone has", async () => {
  for (const offset of ["+15:00", "   :  ", "+02:75", "CEST"]) {
    expect(await takenAt({ exif: { [ORIGINAL]: "2021:04:11 15:47:53", 0x9011: offset } })).toMatchObject({
      offset: null,
    })
  }
})
