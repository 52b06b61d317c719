import { ImageTagged, type MetadataExtracted, profileNamed } from "@darkroom/events"
import { defaultDeps, type TaggingDeps } from "./deps.ts"
import { detectionError, NotTaggable } from "./errors.ts"
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
  if (plan.way === "skip") return notTagged(event, plan.reason)
  try {
    const Image = await rekognitionImage({ image, format: metadata.format, plan, limits }, deps)
    const { Labels = [], LabelModelVersion = null } = await detect({ Image, ...limitsOf(wanted) }, image.id, deps)
    const labels = Labels.flatMap(labelOf)
    return ImageTagged.create({ image, labels, skipped: null, modelVersion: LabelModelVersion }, { cause: event })
  } catch (error) {
    if (error instanceof NotTaggable) return notTagged(event, error.message)
    throw error
  }
}

/** A step that is done without labels is done: the photo must not wait for it. */
function notTagged(event: MetadataExtracted, skipped: string): ImageTagged {
  return ImageTagged.create({ image: event.data.image, labels: [], skipped, modelVersion: null }, { cause: event })
}

function limitsOf({ maxLabels, minConfidence }: { maxLabels: number; minConfidence: number }) {
  return { MaxLabels: maxLabels, MinConfidence: minConfidence }
}

function detect(input: Parameters<TaggingDeps["detectLabels"]>[0], id: string, deps: TaggingDeps) {
  return deps.detectLabels(input).catch((error: unknown) => {
    throw detectionError(error, id)
  })
}
