import { ImageTagged, type MetadataExtracted, profileNamed } from "@darkroom/events"
import { defaultDeps, type TaggingDeps } from "./deps.ts"
import { detectionError } from "./errors.ts"
import { labelOf } from "./label-of.ts"
import { planOf } from "./plan-of.ts"
import { rekognitionImage } from "./rekognition-image.ts"

/** Asks Rekognition what is in a photo. Nothing to do where the profile asks for no labels. */
export async function tagImage(
  event: MetadataExtracted,
  deps: TaggingDeps = defaultDeps,
): Promise<ImageTagged | undefined> {
  const { image, metadata } = event.data
  const { labels: wanted, limits } = profileNamed(image.profile)
  if (wanted === null) return undefined
  const plan = planOf(metadata)
  if (plan.way === "skip") {
    return ImageTagged.create({ image, labels: [], skipped: plan.reason, modelVersion: null }, { cause: event })
  }
  const input = {
    Image: await rekognitionImage({ image, format: metadata.format, plan, limits }, deps),
    MaxLabels: wanted.maxLabels,
    MinConfidence: wanted.minConfidence,
  }
  const { Labels = [], LabelModelVersion = null } = await deps.detectLabels(input).catch((error: unknown) => {
    throw detectionError(error, image.id)
  })
  return ImageTagged.create(
    { image, labels: Labels.flatMap(labelOf), skipped: null, modelVersion: LabelModelVersion },
    { cause: event },
  )
}
