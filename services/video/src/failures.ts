import type { Feature, FeatureFailure } from "@darkroom/events"
import { classify } from "@darkroom/lambda"

/** Rekognition's errors that will be the same next time, and the end of a sentence about each. */
const refusals: Readonly<Record<string, string>> = {
  AccessDeniedException: "Darkroom is not allowed to ask the recognition service for it",
  InvalidParameterException: "the recognition service refused the request",
  InvalidS3ObjectException: "the recognition service cannot read this video",
  OriginalGone: "the video was deleted or replaced before its turn came",
  ResourceNotFoundException: "the recognition service lost it, and starting it again did not help",
  UnknownOperationException: "the recognition service does not offer it",
  ValidationException: "the recognition service refused the request",
  VideoTooLargeException: "the video is too large or too long for the recognition service",
}

/**
 * What an error of starting a job means. `limit`: too many run already. `throttled`: nothing was started. `refused`: nothing ever
 * will be. `unknown`: it was perhaps started.
 */
export function kindOfStartError(error: unknown): "limit" | "throttled" | "refused" | "unknown" {
  const { name, class: failureClass } = classify(error)
  if (name === "LimitExceededException") return "limit"
  if (failureClass === "throttled") return "throttled"
  return Object.hasOwn(refusals, name) ? "refused" : "unknown"
}

/** Rekognition has no such job. https://docs.aws.amazon.com/rekognition/latest/APIReference/API_GetLabelDetection.html */
export function isUnknownJob(error: unknown): boolean {
  return error instanceof Error && error.name === "ResourceNotFoundException"
}

const lookedFor: Record<Feature, string> = {
  labels: "What is in the video",
  faces: "Faces",
  text: "Text",
  moderation: "Sensitive content",
  celebrities: "Well-known people",
}

/** A failed feature, with a sentence for the owner. */
export function failureOf(feature: Feature, code: string): FeatureFailure {
  const because = refusals[code] ?? "the recognition service could not finish"
  return { feature, code, message: `${lookedFor[feature]} could not be looked for: ${because}.` }
}

/** A job that ended in FAILED; Rekognition says why in English, for engineers. */
export function failedJob(feature: Feature): FeatureFailure {
  return failureOf(feature, "FAILED")
}

/** Rekognition's name of the error. */
export function codeOf(error: unknown): string {
  return error instanceof Error ? error.name : "Error"
}
