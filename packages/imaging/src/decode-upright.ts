import type { ImageFormat, IntakeLimits } from "@darkroom/events"
import sharp from "sharp"
import { decodeHeic } from "./decode-heic.ts"
import { DamagedImage, TooManyPixels, UnsupportedImage } from "./errors.ts"
import { inTurn } from "./in-turn.ts"
import { isHeavy, pixelLimitFor } from "./pixel-limit-for.ts"
import { toRaw, type RawImage } from "./raw-image.ts"
import { readHeader, type ImageHeader } from "./read-header.ts"

export interface DecodeOptions {
  /** What the bytes were found to be; anything else is refused. */
  readonly format: ImageFormat
  /** The result is scaled down to at most this many pixels. */
  readonly maxPixels?: number
  /** The result is scaled down until no side has more pixels than this. */
  readonly maxSide?: number
  readonly limits: IntakeLimits
}

/**
 * Decodes an image once: upright, sRGB, no larger than `maxPixels` and `maxSide`; of an animation the first frame. Damage that leaves
 * pixels missing or wrong is an error, a mere warning is not. Throws DamagedImage, TooManyPixels, UnsupportedImage.
 */
export async function decodeUpright(bytes: Uint8Array, options: DecodeOptions): Promise<RawImage> {
  const header = await readHeader(bytes)
  if (header.format !== options.format) throw new UnsupportedImage(`expected ${options.format}, got ${header.format}`)
  const pixels = header.width * header.height
  const limit = pixelLimitFor(header, options.limits)
  if (pixels > limit) throw new TooManyPixels(pixels, limit)
  const work = () => decode(bytes, header, fit(header, options), limit)
  try {
    return await (isHeavy(header) ? inTurn(work) : work())
  } catch (error) {
    throw new DamagedImage("its pixels cannot be decoded", { cause: error })
  }
}

interface Size {
  readonly width: number
  readonly height: number
}

function decode(bytes: Uint8Array, header: ImageHeader, { width, height }: Size, limit: number): Promise<RawImage> {
  if (header.format === "heic") return decodeHeic(bytes, { width, height, icc: header.icc })
  const input = sharp(bytes, { failOn: "error", limitInputPixels: limit, sequentialRead: true })
  return toRaw(input.autoOrient().resize({ width, height, fit: "fill" }))
}

/** The largest size of the same shape within the limits, and no more than the image itself. */
function fit({ width, height }: Size, { maxPixels = Infinity, maxSide = Infinity }: DecodeOptions): Size {
  const [byPixels, bySide] = [Math.sqrt(maxPixels / (width * height)), maxSide / Math.max(width, height)]
  const scale = Math.min(1, byPixels, bySide)
  // A limit of pixels must hold for the product, so sides are rounded down.
  const round = byPixels < bySide ? Math.floor : Math.round
  const scaled = (side: number) => Math.max(1, round(side * scale))
  return { width: scaled(width), height: scaled(height) }
}
