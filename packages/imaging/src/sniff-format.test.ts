import { expect, it } from "vitest"
import sharp from "sharp"
import { sniffFormat } from "./sniff-format.ts"

const bytes = (text: string) => Buffer.from(text, "latin1")
const ftyp = (...brands: string[]) => {
  const [major = "", ...compatible] = brands
  const body = `ftyp${major}\0\0\0\0${compatible.join("")}`
  return bytes(`\0\0\0${String.fromCharCode(body.length + 4)}${body}`)
}

it.each(["jpeg", "png", "webp", "gif", "tiff", "avif"] as const)("knows %s by its content", async (format) => {
  const image = await sharp({ create: { width: 8, height: 8, channels: 3, background: "red" } })
    .toFormat(format)
    .toBuffer()
  expect(sniffFormat(image)).toEqual({ format })
})

it.each([
  [["heic", "mif1", "heic"], "heic"],
  [["heix"], "heic"],
  [["hevc"], "heic"],
  [["mif1", "heic"], "heic"],
  [["msf1", "hevc"], "heic"],
  [["mif1", "avif", "miaf"], "avif"],
  [["avis", "avif"], "avif"],
])("knows HEIC and AVIF by the brands %j", (brands, format) => {
  expect(sniffFormat(ftyp(...brands))).toEqual({ format })
})

it.each([
  [bytes("%PDF-1.7\n%\xe2\xe3\xcf\xd3"), "a PDF document"],
  [bytes('<svg xmlns="http://www.w3.org/2000/svg"/>'), "an SVG drawing"],
  [bytes('\xef\xbb\xbf<?xml version="1.0"?>\n<!-- drawn -->\n<svg width="8">'), "an SVG drawing"],
  [bytes("<!DOCTYPE html><html>"), "a web page"],
  [bytes('<?xml version="1.0"?><gpx>'), "an XML document"],
  [bytes("Milk, eggs, flour\n"), "a text file"],
  [Buffer.from("\ufeffMilk, eggs, flour", "utf16le"), "a text file"],
  [bytes("\0\0\x01\0\x01\0\x10\x10"), "an icon"],
  [bytes("icns\0\x03"), "an icon"],
  [bytes("BM\x36\x10"), "a BMP image"],
  [bytes("8BPS\0\x01"), "a Photoshop document"],
  [bytes("PK\x03\x04\x14"), "a ZIP archive or an office document"],
  [ftyp("isom", "mp42"), "a video"],
  [ftyp("qt  "), "a video"],
  [bytes("\0\0\0\x08wide\0\0"), "a video"],
  [bytes("RIFF\0\0\0\0AVI LIST"), "a video"],
  [bytes("\x1a\x45\xdf\xa3"), "a video"],
  [ftyp("M4A "), "an audio file"],
  [ftyp("crx ", "isom"), "a camera raw file"],
  [bytes("II*\0\x10\0\0\0CR\x02\0"), "a camera raw file"],
  [bytes("RIFF\0\0\0\0????"), "unknown data"],
  [bytes("\x01\x02\x03\x04\xfe"), "unknown data"],
  [bytes(""), "unknown data"],
])("says what %j looks like: %s", (head, looksLike) => {
  expect(sniffFormat(head)).toEqual({ format: null, looksLike })
})

it("tells a raw file's reduced preview from a TIFF", () => {
  const directory = (tag: number, value: number) => {
    const tiff = Buffer.alloc(26)
    tiff.write("MM\0*\0\0\0\x08\0\x01", "latin1")
    tiff.writeUInt16BE(tag, 10)
    tiff.writeUInt16BE(4, 12)
    tiff.writeUInt32BE(1, 14)
    tiff.writeUInt32BE(value, 18)
    return tiff
  }
  expect(sniffFormat(directory(0x00fe, 1))).toEqual({ format: null, looksLike: "a camera raw file" })
  expect(sniffFormat(directory(0xc612, 0x01040000))).toEqual({ format: null, looksLike: "a camera raw file" })
  expect(sniffFormat(directory(0x00fe, 0))).toEqual({ format: "tiff" })
})

it("reads no further than the bytes go", () => {
  expect(sniffFormat(bytes("II*\0\xff\xff\xff\xff"))).toEqual({ format: "tiff" })
  expect(sniffFormat(bytes("\0\0\xff\xffftypheic"))).toEqual({ format: "heic" })
  expect(sniffFormat(bytes("\0\0\0"))).toEqual({ format: null, looksLike: "unknown data" })
})
