import type { ImageFormat } from "@darkroom/events"
import sharp, { type Metadata } from "sharp"
import { DamagedImage, UnsupportedImage } from "./errors.ts"

/** What an image's header tells, no pixel being decoded. */
export interface ImageHeader {
  readonly format: ImageFormat
  /** Pixels, upright. */
  readonly width: number
  readonly height: number
  /** EXIF orientation of the stored pixels, 1 to 8. 1 for HEIC and AVIF: their rotation is the container's, and libheif applies it. */
  readonly orientation: number
  readonly channels: number
  readonly bytesPerSample: number
  /** Progressive JPEG or interlaced PNG: complete in memory before the first row is known. */
  readonly progressive: boolean
  /** Chroma is kept for every second pixel of every second row. */
  readonly halfChroma: boolean
  /** The metadata blocks as they are in the file. */
  readonly exif: Buffer | undefined
  readonly xmp: Buffer | undefined
  readonly iptc: Buffer | undefined
  readonly icc: Buffer | undefined
}

/** Formats as sharp names them; HEIF is a container and named by what is in it. */
const formats: Readonly<Record<string, ImageFormat>> = {
  jpeg: "jpeg",
  png: "png",
  webp: "webp",
  gif: "gif",
  tiff: "tiff",
  "heif hevc": "heic",
  "heif av1": "avif",
}

const sampleSizes: Readonly<Record<string, number>> = {
  uchar: 1,
  char: 1,
  ushort: 2,
  short: 2,
  uint: 4,
  int: 4,
  float: 4,
}

/** Reads the header of an image, given the file or (for most formats) its first part. Throws DamagedImage, UnsupportedImage. */
export async function readHeader(bytes: Uint8Array): Promise<ImageHeader> {
  const metadata = await metadataOf(bytes)
  const { width, height, exif, xmp, iptc, icc } = metadata
  if (!(width > 0 && height > 0)) throw new DamagedImage(`its size is said to be ${width} x ${height}`)
  const orientation = orientationOf(metadata)
  const [across, down] = orientation >= 5 ? [height, width] : [width, height]
  return {
    format: formatOf(metadata),
    width: across,
    height: down,
    orientation,
    channels: metadata.channels,
    bytesPerSample: sampleSizes[metadata.depth] ?? 8,
    progressive: metadata.isProgressive,
    halfChroma: metadata.chromaSubsampling === "4:2:0",
    exif,
    xmp,
    iptc,
    icc,
  }
}

async function metadataOf(bytes: Uint8Array): Promise<Metadata> {
  try {
    // No pixel limit: the caller is to learn how many pixels there are, and nothing is decoded here.
    return await sharp(bytes, { failOn: "error", limitInputPixels: false }).metadata()
  } catch (error) {
    throw new DamagedImage("its header cannot be read", { cause: error })
  }
}

function formatOf({ format, compression }: Metadata): ImageFormat {
  const name = format === "heif" ? `${format} ${compression}` : format
  const known = formats[name]
  if (known === undefined) throw new UnsupportedImage(`it is ${name}`)
  return known
}

function orientationOf({ orientation = 1 }: Metadata): number {
  return Number.isInteger(orientation) && orientation >= 1 && orientation <= 8 ? orientation : 1
}
