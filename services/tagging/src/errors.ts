import { DamagedImage, TooManyPixels, UnsupportedImage } from "@darkroom/imaging"
import { PermanentError } from "@darkroom/lambda"

/** Thrown when the original was deleted or replaced before it could be tagged. */
export function originalGone(id: string): PermanentError {
  return new PermanentError(`The original of ${id} was deleted or replaced before it was tagged`, {
    ownerMessage: "The photo was deleted while processing, so it was not tagged.",
  })
}

/** Thrown when a photo is of a kind that cannot be tagged: the step is done, without labels, and `message` says why to its owner. */
export class NotTaggable extends Error {
  override readonly name = "NotTaggable"
}

const unsupportedByRekognition = new Set(["InvalidImageFormatException", "ImageTooLargeException"])

/** What an error of DetectLabels means. Throttling and the like are left as they are: they pass. */
export function detectionError(cause: unknown, id: string): unknown {
  const name = cause instanceof Error ? cause.name : ""
  if (unsupportedByRekognition.has(name)) {
    return new NotTaggable("The recognition service cannot read this photo, so it was not tagged.", { cause })
  }
  if (name !== "InvalidParameterException") return cause
  return new PermanentError(`Rekognition refused the image ${id}: ${name}`, {
    cause,
    ownerMessage: "The recognition service refused this photo, so it was not tagged.",
  })
}

/** What an error of decoding means. */
export function decodeError(cause: unknown): unknown {
  if (cause instanceof DamagedImage) {
    return new NotTaggable("The photo's picture data is damaged, so it was not tagged.", { cause })
  }
  if (cause instanceof TooManyPixels || cause instanceof UnsupportedImage) {
    return new NotTaggable("This kind of photo cannot be tagged.", { cause })
  }
  return cause
}
