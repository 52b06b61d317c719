import type { Image, ImageFormat, IntakeLimits } from "@darkroom/events"
import { DamagedImage, decodeUpright, type RawImage, TooManyPixels, UnsupportedImage } from "@darkroom/imaging"
import { PermanentError, UnsupportedError } from "@darkroom/lambda"

/** More pixels than the largest rendition needs, and few enough to keep. */
const MAX_PIXELS = 2_000_000

/** Decodes an original; what no retry can mend becomes an error that says so, with a sentence for the owner. */
export async function decodeOriginal(
  image: Image,
  bytes: Uint8Array,
  format: ImageFormat,
  limits: IntakeLimits,
): Promise<RawImage> {
  try {
    return await decodeUpright(bytes, { format, maxPixels: MAX_PIXELS, limits })
  } catch (error) {
    throw permanent(error, image.id)
  }
}

function permanent(cause: unknown, id: string): unknown {
  const what = `The original of ${id} cannot be decoded`
  if (cause instanceof DamagedImage) {
    return new PermanentError(what, {
      cause,
      ownerMessage: "The photo's picture data is damaged, so no thumbnails could be made.",
    })
  }
  if (cause instanceof TooManyPixels || cause instanceof UnsupportedImage) {
    return new UnsupportedError(what, { cause, ownerMessage: "No thumbnails could be made of this kind of photo." })
  }
  return cause
}
