import type { Image as RekognitionImage } from "@aws-sdk/client-rekognition"
import type { Feature, RecognitionSettings } from "@darkroom/events"
import type { Answers } from "./answers.ts"
import type { Rekognition } from "./deps.ts"

/** A feature that could not be asked for, and why. */
export interface Failed {
  readonly feature: Feature
  readonly error: unknown
}

export interface Asked {
  readonly answers: Partial<Answers>
  readonly failures: readonly Failed[]
}

/** Asks for every feature at once; one that fails leaves the others' answers. */
export async function ask(
  features: readonly Feature[],
  { Image, settings }: { Image: RekognitionImage; settings: RecognitionSettings },
  rekognition: Rekognition,
): Promise<Asked> {
  const answers: [Feature, unknown][] = []
  const failures: Failed[] = []
  const askOne = async (feature: Feature) => {
    try {
      const answer = await questions[feature](Image, settings, rekognition)
      answers.push([feature, withoutMetadata(answer)])
    } catch (error) {
      failures.push({ feature, error })
    }
  }
  await Promise.all(features.map(askOne))
  return { answers: Object.fromEntries(answers), failures }
}

type Question<F extends Feature> = (
  Image: RekognitionImage,
  settings: RecognitionSettings,
  rekognition: Rekognition,
) => Promise<Answers[F]>

/** DetectFaces and RecognizeCelebrities know no least confidence: findingsOf applies it. */
const questions: { readonly [F in Feature]: Question<F> } = {
  labels: (Image, { labels }, rekognition) => rekognition.detectLabels({ Image, ...labelsRequest(labels) }),
  // In addition to the default ones: https://docs.aws.amazon.com/rekognition/latest/APIReference/API_DetectFaces.html
  faces: (Image, { faces: { attributes = [] } }, rekognition) =>
    rekognition.detectFaces({ Image, ...(attributes.length > 0 && { Attributes: ["DEFAULT", ...attributes] }) }),
  text: (Image, { text }, rekognition) =>
    rekognition.detectText({ Image, Filters: { WordFilter: { MinConfidence: text.minConfidence } } }),
  moderation: (Image, { moderation }, rekognition) =>
    rekognition.detectModerationLabels({ Image, MinConfidence: moderation.minConfidence }),
  celebrities: (Image, _, rekognition) => rekognition.recognizeCelebrities({ Image }),
}

function labelsRequest({ maxLabels, minConfidence, maxColors }: RecognitionSettings["labels"]) {
  const labels = { MaxLabels: maxLabels, MinConfidence: minConfidence }
  if (maxColors === undefined) return labels
  return {
    ...labels,
    Features: ["GENERAL_LABELS" as const, "IMAGE_PROPERTIES" as const],
    Settings: { ImageProperties: { MaxDominantColors: maxColors } },
  }
}

function withoutMetadata(answer: object): object {
  const { $metadata: _, ...rest } = answer as { $metadata?: unknown }
  return rest
}
