import type { Celebrity, Color, Face, Findings, ModerationLabel, RecognitionSettings } from "@darkroom/events"
import { featuresIn, type Known } from "./answers.ts"
import { celebrityOf } from "./celebrity-of.ts"
import { colorOf } from "./color-of.ts"
import { failureOf } from "./errors.ts"
import { faceOf } from "./face-of.ts"
import { labelOf } from "./label-of.ts"
import { moderationLabelOf } from "./moderation-label-of.ts"
import { textOf } from "./text-of.ts"

/** Everything that Rekognition answered, in Darkroom's words and order. */
export function findingsOf({ answers, failed }: Known, settings: RecognitionSettings): Findings {
  const { labels, faces, text, moderation, celebrities } = answers
  return {
    features: featuresIn(answers),
    failed: featuresIn(failed).map((feature) => failureOf(feature, failed[feature] ?? "")),
    labels: (labels?.Labels ?? []).flatMap(labelOf),
    colors: sorted((labels?.ImageProperties?.DominantColors ?? []).flatMap(colorOf), ({ share }: Color) => share),
    faces: sorted(sure((faces?.FaceDetails ?? []).map(faceOf), settings.faces), areaOf),
    text: (text?.TextDetections ?? []).flatMap(textOf),
    moderation: sorted((moderation?.ModerationLabels ?? []).flatMap(moderationLabelOf), confidenceOf),
    celebrities: sorted(
      sure((celebrities?.CelebrityFaces ?? []).flatMap(celebrityOf), settings.celebrities),
      confidenceOf,
    ),
  }
}

/** Greatest first; equals stay in Rekognition's order. */
function sorted<Item>(items: readonly Item[], by: (item: Item) => number): Item[] {
  return [...items].sort((one, other) => by(other) - by(one))
}

function sure<Item extends { confidence: number }>(
  items: readonly Item[],
  { minConfidence }: { minConfidence: number },
): Item[] {
  return items.filter(({ confidence }) => confidence >= minConfidence)
}

function areaOf({ boundingBox: { width, height } }: Face): number {
  return width * height
}

function confidenceOf({ confidence }: ModerationLabel | Celebrity): number {
  return confidence
}
