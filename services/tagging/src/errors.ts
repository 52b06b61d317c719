import type { Feature, FeatureFailure } from "@darkroom/events"
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

/** Thrown when the stored answers kept changing while others were to be added: to be tried again. */
export class AnswersInDispute extends Error {
  override readonly name = "AnswersInDispute"
  constructor(id: string) {
    super(`The stored answers of ${id} kept changing while more were to be added`)
  }
}

/** Rekognition's errors that say that it does not read this photo. */
const unsupported = new Set(["InvalidImageFormatException", "ImageTooLargeException"])

/** Rekognition's errors that will be the same next time, and the end of a sentence about each. */
const refusals: Readonly<Record<string, string>> = {
  AccessDeniedException: "Darkroom is not allowed to ask the recognition service for it",
  InvalidParameterException: "the recognition service refused the request",
  ValidationException: "the recognition service refused the request",
  ResourceNotFoundException: "the recognition service does not have what it needs for it",
  UnknownOperationException: "the recognition service does not offer it",
}

/** Whether an error is about the photo, about the request, or passes. */
export function kindOf(error: unknown): "unsupported" | "refused" | "passing" {
  const name = codeOf(error)
  if (unsupported.has(name)) return "unsupported"
  return Object.hasOwn(refusals, name) ? "refused" : "passing"
}

/** Rekognition's name of the error. */
export function codeOf(error: unknown): string {
  return error instanceof Error ? error.name : "Error"
}

const lookedFor: Record<Feature, string> = {
  labels: "What is in the photo",
  faces: "Faces",
  text: "Text",
  moderation: "Sensitive content",
  celebrities: "Well-known people",
}

/** A failed feature, with a sentence for the owner. */
export function failureOf(feature: Feature, code: string): FeatureFailure {
  const because = unsupported.has(code)
    ? "the recognition service cannot read this photo"
    : (refusals[code] ?? "the recognition service did not answer, and trying again did not help")
  return { feature, code, message: `${lookedFor[feature]} could not be looked for: ${because}.` }
}

export const UNREADABLE = "The recognition service cannot read this photo, so it was not tagged."

/** Thrown when everything that was asked for was refused. */
export function refused(cause: unknown, id: string): PermanentError {
  return new PermanentError(`Rekognition refused the image ${id}: ${codeOf(cause)}`, {
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
