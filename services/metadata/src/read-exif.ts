import exifr from "exifr"

export type Tags = Readonly<Record<string, unknown>>

/** Tags as exifr names them, their values as they stand in the file. */
export interface ExifTags {
  readonly ifd0: Tags
  readonly exif: Tags
  readonly gps: Tags
}

const camera = ["LensModel", "FNumber", "ExposureTime", "ISO", "FocalLength"]
const dates = [
  "DateTimeOriginal",
  "SubSecTimeOriginal",
  "OffsetTimeOriginal",
  "CreateDate",
  "SubSecTimeDigitized",
  "OffsetTimeDigitized",
]
const position = ["GPSLatitudeRef", "GPSLatitude", "GPSLongitudeRef", "GPSLongitude", "GPSAltitudeRef", "GPSAltitude"]

/** The tags that are read; all others stay unread, so that nothing in them can do harm. */
const options = {
  tiff: true,
  ifd0: { pick: ["Make", "Model", "ModifyDate"] },
  exif: { pick: [...camera, ...dates, "SubSecTime", "OffsetTime"] },
  gps: { pick: [...position, "GPSTimeStamp", "GPSDateStamp"] },
  // exifr would make Dates in this machine's time zone of wall-clock times, and words of numbers.
  reviveValues: false,
  translateValues: false,
  mergeOutput: false,
}

const TYPE_AND_COUNT = 4
const MAX_COUNT = 65_535

/** exifr's own type says that `Exifr` of its default export is an instance. */
const Reader = exifr.Exifr as unknown as new (options: object) => {
  read(bytes: Uint8Array): Promise<void>
  parse(): Promise<unknown>
}

interface TiffParser {
  readonly chunk: { getUint32(offset: number): number }
  parseTags(offset: number, block: string, tags?: Map<number, unknown>): Map<number, unknown>
  parseTag(offset: number, tag: number, block: string): unknown
}

const StrictTiffParser = exifr.segmentParsers.get("tiff") as new (...input: never[]) => TiffParser

/** exifr gives up a whole directory at its first bad tag; this one leaves out the bad tag. */
class TolerantTiffParser extends StrictTiffParser {
  override parseTags(offset: number, block: string, tags = new Map<number, unknown>()): Map<number, unknown> {
    try {
      return super.parseTags(offset, block, tags)
    } catch {
      return tags
    }
  }

  override parseTag(offset: number, tag: number, block: string): unknown {
    try {
      // A tag of four billion values would allocate gigabytes before it is found to lie.
      return this.chunk.getUint32(offset + TYPE_AND_COUNT) > MAX_COUNT ? undefined : super.parseTag(offset, tag, block)
    } catch {
      return undefined
    }
  }
}
exifr.segmentParsers.set("tiff", TolerantTiffParser)

/**
 * Reads EXIF from a TIFF structure: a TIFF file, or the EXIF block that sharp found in any other. exifr's own readers of
 * PNG and HEIF stay out of it: they inflate without limit and can loop for ever. Never throws; what cannot be read is absent.
 */
export async function readExif(block: Uint8Array | undefined): Promise<ExifTags> {
  const tiff = block === undefined ? undefined : tiffIn(block)
  const tags = tiff === undefined ? {} : await parse(tiff)
  return { ifd0: {}, exif: {}, gps: {}, ...tags }
}

async function parse(tiff: Uint8Array): Promise<Partial<ExifTags>> {
  try {
    const reader = new Reader(options)
    await reader.read(tiff)
    const { ifd0, exif, gps } = ((await reader.parse()) ?? {}) as Partial<ExifTags>
    return { ...(ifd0 && { ifd0 }), ...(exif && { exif }), ...(gps && { gps }) }
  } catch {
    return {}
  }
}

/** The TIFF structure at the start of the block, after the `Exif\0\0` that JPEG puts before it. */
function tiffIn(block: Uint8Array): Uint8Array | undefined {
  const start = Buffer.from(block.subarray(0, 6)).toString("latin1") === "Exif\0\0" ? 6 : 0
  const order = Buffer.from(block.subarray(start, start + 2)).toString("latin1")
  return order === "II" || order === "MM" ? block.subarray(start) : undefined
}
