import type { ImageFormat, IntakeLimits, UndecodableReason } from "@darkroom/events"
import { DamagedImage, decodeUpright, type RawImage, TooManyPixels, UnsupportedImage } from "@darkroom/imaging"

/** More pixels than the largest rendition needs, and few enough to keep. */
const MAX_PIXELS = 2_000_000

export type Decoded = { readonly raw: RawImage } | { readonly undecodable: UndecodableReason }

/** Decodes an original, or says why no attempt ever will. Anything else is thrown on, to be tried again. */
export async function decodeOriginal(bytes: Uint8Array, format: ImageFormat, limits: IntakeLimits): Promise<Decoded> {
  try {
    return { raw: await decodeUpright(bytes, { format, maxPixels: MAX_PIXELS, limits }) }
  } catch (error) {
    return { undecodable: reasonOf(error) }
  }
}

function reasonOf(error: unknown): UndecodableReason {
  if (error instanceof DamagedImage) return "DamagedImage"
  if (error instanceof TooManyPixels) return "TooManyPixels"
  if (error instanceof UnsupportedImage) return "NotSupportedImageType"
  throw error
}
