import type { RawImage } from "./raw-image.ts"

const SHORT = 3
const LONG = 4
const UNDEFINED = 7
const HEADER = 8

/** The pixels as an uncompressed TIFF with a colour profile: the plainest file that carries one. */
export function tiffOf({ data, width, height, channels }: RawImage, icc: Buffer): Buffer {
  const bits = channels === 3 ? 6 : 8
  const tags = 10
  const bitsAt = HEADER + 2 + tags * 12 + 4
  const iccAt = bitsAt + bits
  const pixelsAt = iccAt + icc.length
  const directory = [
    entry(256, LONG, 1, width),
    entry(257, LONG, 1, height),
    entry(258, SHORT, channels, bitsAt),
    entry(259, SHORT, 1, 1), // no compression
    entry(262, SHORT, 1, 2), // RGB
    entry(273, LONG, 1, pixelsAt),
    entry(277, SHORT, 1, channels),
    entry(278, LONG, 1, height), // one strip
    entry(279, LONG, 1, data.length),
    entry(34675, UNDEFINED, icc.length, iccAt),
  ]
  return Buffer.concat([
    header(tags),
    ...directory,
    Buffer.alloc(4),
    Buffer.alloc(bits).fill(Buffer.from([8, 0])),
    icc,
    data,
  ])
}

function header(tags: number): Buffer {
  return Buffer.from([0x49, 0x49, 42, 0, HEADER, 0, 0, 0, tags, 0])
}

function entry(tag: number, type: number, count: number, value: number): Buffer {
  const bytes = Buffer.alloc(12)
  bytes.writeUInt16LE(tag, 0)
  bytes.writeUInt16LE(type, 2)
  bytes.writeUInt32LE(count, 4)
  bytes.writeUInt32LE(value, 8)
  return bytes
}
