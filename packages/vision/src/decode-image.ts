import sharp, { type Sharp } from "sharp"
import { ImageUndecodable } from "./errors.ts"

/** Refuses images that are small as files and huge as pixels. */
const MAXIMUM_PIXELS = 50e6
const ACCEPTED_FORMATS = ["jpeg", "png"]

/** RGB bytes, row by row, or one byte a pixel where it says grey. */
export interface Pixels {
  readonly data: Uint8Array
  readonly width: number
  readonly height: number
}

/**
 * Decodes a JPEG or PNG to `size` by `size` RGB bytes, upright. The image is stretched, not padded: that is how the
 * models' other users feed them, and padding gave more false finds on our photos. Relative boxes survive the stretch.
 *
 * @throws ImageUndecodable
 */
export async function decodeStretched(image: Uint8Array, size: number): Promise<Uint8Array> {
  const { data } = await decode(image, (upright) => upright.resize(size, size, { fit: "fill" }))
  return data
}

/**
 * Decodes a JPEG or PNG to RGB bytes, upright, its longer side at most `size`.
 *
 * @throws ImageUndecodable
 */
export function decodeInside(image: Uint8Array, size: number): Promise<Pixels> {
  return decode(image, (upright) => upright.resize(size, size, { fit: "inside", withoutEnlargement: true }))
}

/**
 * Decodes a JPEG or PNG to grey bytes, upright, its longer side exactly `size`.
 *
 * @throws ImageUndecodable
 */
export function decodeGrey(image: Uint8Array, size: number): Promise<Pixels> {
  return decode(image, (upright) => upright.resize(size, size, { fit: "inside" }), "b-w")
}

async function decode(image: Uint8Array, resize: (upright: Sharp) => Sharp, colours = "srgb"): Promise<Pixels> {
  try {
    const source = sharp(image, { limitInputPixels: MAXIMUM_PIXELS })
    // Without the list sharp would accept an SVG or a TIFF, which Rekognition refuses.
    const { format } = await source.metadata()
    if (!ACCEPTED_FORMATS.includes(format)) throw new ImageUndecodable(`${format} is neither JPEG nor PNG`)
    const { data, info } = await resize(source.autoOrient())
      .flatten({ background: "#fff" })
      .toColourspace(colours)
      .raw({ depth: "uchar" })
      .toBuffer({ resolveWithObject: true })
    return { data, width: info.width, height: info.height }
  } catch (error) {
    if (error instanceof ImageUndecodable) throw error
    throw new ImageUndecodable(error instanceof Error ? error.message : String(error), { cause: error })
  }
}
