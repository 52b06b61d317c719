import { ImageRejected, type ImageUploaded, MetadataExtracted, profileNamed } from "@darkroom/events"
import { DamagedImage, UnsupportedImage } from "@darkroom/imaging"
import { defaultDeps, type MetadataDeps } from "./deps.ts"
import { describeImage } from "./describe-image.ts"
import { OriginalGone, Rejected } from "./errors.ts"
import { messages } from "./messages.ts"
import { readOriginal } from "./read-original.ts"

/** Reads what an uploaded image tells about itself, or says why it is not one that Darkroom goes on with. */
export async function extractMetadata(
  event: ImageUploaded,
  deps: MetadataDeps = defaultDeps,
): Promise<MetadataExtracted | ImageRejected> {
  const { image } = event.data
  try {
    const original = await readOriginal(image, profileNamed(image.profile).limits, deps)
    const metadata = await describeImage(original)
    return MetadataExtracted.create({ image, metadata }, { cause: event })
  } catch (error) {
    const { reason, message } = rejectionOf(error, image.key)
    return ImageRejected.create({ image, reason, message }, { cause: event })
  }
}

/** What the owner is told. An error that says nothing about the image is thrown on, to be tried again. */
function rejectionOf(error: unknown, key: string): Rejected {
  if (error instanceof Rejected) return error
  if (error instanceof OriginalGone) return new Rejected("OriginalGone", messages.gone(key), { cause: error })
  if (error instanceof DamagedImage) return new Rejected("DamagedImage", messages.damaged(key), { cause: error })
  if (error instanceof UnsupportedImage) {
    return new Rejected("NotSupportedImageType", messages.unsupported(key, "an unusual kind of image"), {
      cause: error,
    })
  }
  throw error
}
