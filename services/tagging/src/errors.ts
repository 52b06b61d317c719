import { DamagedImage, TooManyPixels, UnsupportedImage } from "@darkroom/imaging"
import { PermanentError, UnsupportedError } from "@darkroom/lambda"

/** Thrown when the original was deleted or replaced before it could be tagged. */
export function originalGone(id: string): PermanentError {
  return new PermanentError(`The original of ${id} was deleted or replaced before it was tagged`, {
    ownerMessage: "The photo was deleted while processing, so it was not tagged.",
  })
}

const unsupportedByRekognition = new Set(["InvalidImageFormatException", "ImageTooLargeException"])

/** What an error of DetectLabels means. Throttling and the like are left as they are: they pass. */
export function detectionError(cause: unknown, id: string): unknown {
  const name = cause instanceof Error ? cause.name : ""
  const message = `Rekognition refused the image ${id}: ${name}`
  if (unsupportedByRekognition.has(name)) {
    return new UnsupportedError(message, {
      cause,
      ownerMessage: "The recognition service cannot read this photo, so it was not tagged.",
    })
  }
  if (name === "InvalidParameterException") {
    return new PermanentError(message, {
      cause,
      ownerMessage: "The recognition service refused this photo, so it was not tagged.",
    })
  }
  return cause
}

/** What an error of decoding means. */
export function decodeError(cause: unknown, id: string): unknown {
  const message = `The original of ${id} cannot be decoded`
  if (cause instanceof DamagedImage) {
    return new PermanentError(message, {
      cause,
      ownerMessage: "The photo's picture data is damaged, so it was not tagged.",
    })
  }
  if (cause instanceof TooManyPixels || cause instanceof UnsupportedImage) {
    return new UnsupportedError(message, { cause, ownerMessage: "This kind of photo cannot be tagged." })
  }
  return cause
}
