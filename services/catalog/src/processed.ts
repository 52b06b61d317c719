import { currentImage, type ImageRecord, progressOf, unpackLabelNames } from "@darkroom/catalog-model"
import { type Decision, derivedId, ImageProcessed } from "@darkroom/events"
import type { Projected } from "./change-of.ts"

/** Labels that ImageProcessed names: those that a person would be told of. */
const TOLD = { labels: 5, minConfidence: 70 }

/** The event that says that all is there, after an event that may have been the last to come; undefined where it was not. */
export function processedWith(event: Projected, record: ImageRecord): ImageProcessed | undefined {
  if (!isStep(event)) return undefined
  const { status, steps } = progressOf(record)
  const image = currentImage(record)
  if (status !== "processed" || image === undefined) return undefined
  const asked = steps.map(({ step }) => step)
  const { categorization } = asked.includes("categorization") ? record : {}
  if (categorization && !isDecided(event, record)) return undefined
  // A replay of what is known already makes no new fact.
  if (event.replayName !== undefined && record.processed !== undefined) return undefined
  const decision = categorization ? decisionOf(categorization) : null
  return ImageProcessed.create(
    { image, steps: asked, labels: toldLabels(record), decision },
    { cause: event, id: idOf(event, record) },
  )
}

/** By the record alone: the labels' own items come behind it, and another event may be the last meanwhile. */
function toldLabels({ tagging }: ImageRecord): string[] {
  return unpackLabelNames(tagging?.names ?? "[]")
    .filter(({ confidence }) => confidence >= TOLD.minConfidence)
    .slice(0, TOLD.labels)
    .map(({ name }) => name)
}

function isStep({ type }: Projected): boolean {
  return ["MetadataExtracted", "ImageTagged", "ThumbnailGenerated", "ImageCategorized"].includes(type)
}

/**
 * A photo that is looked at again has a decision already, on what was seen before. So its recognition waits for the decision on
 * it, and a decision for the recognition that it is about; other steps wait for neither.
 */
function isDecided({ type }: Projected, { tagging, categorization }: ImageRecord): boolean {
  if (tagging === undefined || categorization === undefined || categorization.tagged === tagging.eventId) return true
  if (type === "ImageTagged") return false
  return type !== "ImageCategorized" || categorization.taggedAt < tagging.time
}

function decisionOf({ rules, rule, category, reason, disposition }: Decision): Decision {
  return { rules, rule, category, reason, disposition }
}

/** Whichever step is the last, it is the same fact; a step that a replay has done anew makes it anew. */
function idOf({ type, metadata }: Projected, { categorization }: ImageRecord): string {
  const { correlationId, origin, id } = metadata
  const hasTwoSteps = type === "ImageTagged" || type === "ImageCategorized"
  // Of recognition and the decision on it either may come last.
  const stepId = hasTwoSteps ? (categorization?.eventId ?? id) : id
  return derivedId("ImageProcessed", correlationId, origin === "replay" ? stepId : "")
}
