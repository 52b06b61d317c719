import sharp from "sharp"
import { ImageUndecodable } from "./errors.ts"

/** Refuses images that are small as files and huge as pixels. */
const MAXIMUM_PIXELS = 50e6
const ACCEPTED_FORMATS = ["jpeg", "png"]

/**
 * Decodes a JPEG or PNG to `size` by `size` RGB bytes, upright. The image is stretched, not padded: that is how the
 * model's other users feed it, and padding gave more false finds on our photos. Relative boxes survive the stretch.
 */
export async function decodeImage(image: Uint8Array, size: number): Promise<Uint8Array> {
  try {
    return await toPixels(image, size)
  } catch (error) {
    if (error instanceof ImageUndecodable) throw error
    throw new ImageUndecodable(error instanceof Error ? error.message : String(error), { cause: error })
  }
}

async function toPixels(image: Uint8Array, size: number): Promise<Uint8Array> {
  const source = sharp(image, { limitInputPixels: MAXIMUM_PIXELS })
  // Without the list sharp would accept an SVG or a TIFF, which Rekognition refuses.
  const { format } = await source.metadata()
  if (!ACCEPTED_FORMATS.includes(format)) throw new ImageUndecodable(`${format} is neither JPEG nor PNG`)
  return await source
    .autoOrient()
    .resize(size, size, { fit: "fill" })
    .flatten({ background: "#fff" })
    .toColourspace("srgb")
    .raw({ depth: "uchar" })
    .toBuffer()
}
