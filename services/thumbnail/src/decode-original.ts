import type { ImageFormat, IntakeLimits, UndecodableReason } from "@darkroom/events"
import { DamagedImage, decodeUpright, type RawImage, TooManyPixels, UnsupportedImage } from "@darkroom/imaging"

export type Decoded = { readonly raw: RawImage } | { readonly undecodable: UndecodableReason }

export interface OriginalOptions {
  readonly format: ImageFormat
  readonly limits: IntakeLimits
  /** Side of the largest rendition in pixels: a JPEG is decoded at a fraction of its size where that is enough. */
  readonly maxSide: number
}

/** Decodes an original, or says why no attempt ever will. Anything else is thrown on, to be tried again. */
export async function decodeOriginal(bytes: Uint8Array, options: OriginalOptions): Promise<Decoded> {
  try {
    return { raw: await decodeUpright(bytes, options) }
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
