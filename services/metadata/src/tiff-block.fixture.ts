/** A value as EXIF stores it: text, 16-bit numbers, rationals ("1/3", "0/0"), or bytes. */
type Value = string | readonly number[] | readonly `${number}/${number}`[] | Uint8Array

export type Directory = Readonly<Record<number, Value>>

export interface Directories {
  readonly ifd0?: Directory
  readonly exif?: Directory
  readonly gps?: Directory
}

const EXIF = 0x8769
const GPS = 0x8825
const HEADER = 8

/** For tests: an EXIF block, big-endian, of the given tags, good or bad. */
export function tiffBlock({ ifd0 = {}, exif = {}, gps = {} }: Directories): Buffer {
  const exifAt = HEADER + sizeOf({ ...ifd0, [EXIF]: "", [GPS]: "" })
  const gpsAt = exifAt + sizeOf(exif)
  const pointers = { [EXIF]: long(exifAt), [GPS]: long(gpsAt) }
  const header = Buffer.from("MM\0*\0\0\0\x08", "latin1")
  const first = directory({ ...ifd0, ...pointers }, HEADER)
  return Buffer.concat([
    Buffer.from("Exif\0\0", "latin1"),
    header,
    first,
    directory(exif, exifAt),
    directory(gps, gpsAt),
  ])
}

function sizeOf(tags: Directory): number {
  return directory(tags, 0).length
}

/** A directory at `start`, its long values behind it. */
function directory(tags: Directory, start: number): Buffer {
  const entries = Object.entries(tags)
  const head = Buffer.alloc(2 + entries.length * 12 + 4)
  head.writeUInt16BE(entries.length)
  const values: Buffer[] = []
  let valuesAt = start + head.length
  entries.forEach(([tag, value], index) => {
    const { type, count, bytes } = encode(value)
    const at = 2 + index * 12
    head.writeUInt16BE(Number(tag), at)
    head.writeUInt16BE(type, at + 2)
    head.writeUInt32BE(count, at + 4)
    if (bytes.length <= 4) return bytes.copy(head, at + 8)
    head.writeUInt32BE(valuesAt, at + 8)
    values.push(bytes)
    return (valuesAt += bytes.length)
  })
  return Buffer.concat([head, ...values])
}

function encode(value: Value): { type: number; count: number; bytes: Buffer } {
  if (typeof value === "string") return { type: 2, count: value.length + 1, bytes: Buffer.from(`${value}\0`, "latin1") }
  if (value instanceof Uint8Array)
    return { type: value.length === 4 ? 4 : 1, count: value.length === 4 ? 1 : value.length, bytes: Buffer.from(value) }
  const parts = value.map(String)
  const words = parts.flatMap((part) => part.split("/").map(Number))
  const rational = parts[0]?.includes("/")
  const bytes = Buffer.alloc(words.length * (rational ? 4 : 2))
  words.forEach((word, index) =>
    rational ? bytes.writeUInt32BE(word, index * 4) : bytes.writeUInt16BE(word, index * 2),
  )
  return { type: rational ? 5 : 3, count: parts.length, bytes }
}

function long(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
