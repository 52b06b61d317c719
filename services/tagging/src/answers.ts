import type {
  DetectFacesResponse,
  DetectLabelsResponse,
  DetectModerationLabelsResponse,
  DetectTextResponse,
  RecognizeCelebritiesResponse,
} from "@aws-sdk/client-rekognition"
import { type Feature, featureSchema } from "@darkroom/events"
import type { StoredDocument } from "@darkroom/lambda"

/** Rekognition's answers as they come, by feature. */
export interface Answers {
  labels: DetectLabelsResponse
  faces: DetectFacesResponse
  text: DetectTextResponse
  moderation: DetectModerationLabelsResponse
  celebrities: RecognizeCelebritiesResponse
}

/** Everything that is known of one image. */
export interface Known {
  readonly answers: Partial<Answers>
  /** The event (`keyOf`) that each answer was asked for. */
  readonly askedBy: Partial<Record<Feature, string>>
  /** Rekognition's errors where the last time that a feature was asked for came to nothing. */
  readonly failed: Partial<Record<Feature, string>>
}

export const nothingKnown: Known = { answers: {}, askedBy: {}, failed: {} }

/** What asking some features came to. */
export interface Outcome {
  readonly answers: Partial<Answers>
  readonly failed: Partial<Record<Feature, string>>
}

/** What is known after an event has asked. An answer stays when the same feature fails later. */
export function withOutcome(known: Known, { answers, failed }: Outcome, askedBy: string): Known {
  const answered = featuresIn(answers)
  const stillFailed = Object.entries(known.failed).filter(([feature]) => !answered.includes(feature as Feature))
  return {
    answers: { ...known.answers, ...answers },
    askedBy: { ...known.askedBy, ...Object.fromEntries(answered.map((feature) => [feature, askedBy])) },
    failed: { ...Object.fromEntries(stillFailed), ...failed },
  }
}

/** The features that are in it, in the order of the schema. */
export function featuresIn(record: Partial<Record<Feature, unknown>>): Feature[] {
  return featureSchema.options.filter((feature) => record[feature] !== undefined)
}

/** Suffix of the object's user metadata that says why a feature has no answer, or no newer one. */
const FAILED = "-failed"

/** The object holds the answers alone; who asked for them, and what failed, stands in its user metadata. */
export function toDocument({ answers, askedBy, failed }: Known): Omit<StoredDocument, "etag"> {
  const failures = Object.entries(failed).map(([feature, code]) => [feature + FAILED, code])
  return { body: answers, metadata: { ...askedBy, ...Object.fromEntries(failures) } }
}

export function fromDocument({ body, metadata }: Pick<StoredDocument, "body" | "metadata">): Known {
  const pick = (values: Readonly<Record<string, unknown>>, suffix = "") =>
    Object.fromEntries(
      featureSchema.options.flatMap((feature) => {
        const value = values[feature + suffix]
        return value === undefined ? [] : [[feature, value]]
      }),
    )
  return {
    answers: pick(body as Readonly<Record<string, unknown>>),
    askedBy: pick(metadata),
    failed: pick(metadata, FAILED),
  }
}
