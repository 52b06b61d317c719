import { progressOf, type ImageRecord, type TimelineEntry } from "@darkroom/catalog-model"
import {
  type DarkroomEvent,
  derivedId,
  ImageProcessed,
  type ImageDeleted,
  type ImageReplaced,
  type ImageTagged,
  type ProcessingFailed,
} from "@darkroom/events"
import { changeOf, type Projected } from "./change-of.ts"
import { failedMessageOf } from "./failed-message.ts"
import { type Deps, defaultDeps } from "./deps.ts"

/** Labels that ImageProcessed names: those that a person would be told of. */
const TOLD = { labels: 5, minConfidence: 70 }

/** Writes what an event says into the catalog; emits ImageProcessed with the last step that the profile asks for. */
export async function project(event: Projected, deps: Deps = defaultDeps()): Promise<ImageProcessed | undefined> {
  const imageId = imageOf(event)
  if (imageId === null) return undefined
  const { change, note } = changeOf(event)
  // First, so that whoever sees the record's change finds the event that made it.
  await deps.store.addToTimeline(imageId, timelineEntry(event, note))
  if (event.type === "ProcessingFailed") await keepMessage(imageId, event, deps)
  const record = await deps.store.apply(imageId, change)
  const kept = record !== undefined && (event.type !== "ImageTagged" || (await keepLabels(event, record, deps)))
  if (!kept) {
    await clearUp(imageId, deps)
    return undefined
  }
  return isStep(event) ? processed(event, record, deps) : undefined
}

/** Records go, a tombstone stays: whatever comes late or is replayed finds it. */
export async function bury({ data }: ImageDeleted, deps: Deps = defaultDeps()): Promise<void> {
  await deps.store.bury(data.image.id, { deletedAt: data.deletedAt })
}

/** The same for a photo whose key another upload took; that one's timeline tells of it. */
export async function buryReplaced(event: ImageReplaced, deps: Deps = defaultDeps()): Promise<void> {
  const { imageId, replacedBy, replacedAt } = event.data
  await deps.store.bury(imageId, { deletedAt: replacedAt, replacedBy: replacedBy.id })
  await project(event, deps)
}

function imageOf(event: Projected): string | null {
  if (event.type === "ProcessingFailed") return event.data.imageId
  return event.type === "ImageReplaced" ? event.data.replacedBy.id : event.data.image.id
}

function isStep(event: Projected): boolean {
  return event.type === "MetadataExtracted" || event.type === "ImageTagged" || event.type === "ThumbnailGenerated"
}

async function keepMessage(imageId: string, event: ProcessingFailed, { store }: Deps): Promise<void> {
  const message = failedMessageOf(event)
  if (message !== undefined) await store.keepFailed(imageId, message)
}

/** False where the photo was deleted meanwhile. An older ImageTagged that comes late must not replace the labels of a newer one. */
async function keepLabels({ data, metadata }: ImageTagged, record: ImageRecord, { store }: Deps): Promise<boolean> {
  if (record.tagging?.eventId !== metadata.id) return true
  await store.putLabels(data.image.id, data.image.owner, metadata.id, data.labels)
  return (await store.tombstone(data.image.id)) === undefined
}

/** The deletion may have come before or between the writes of one event; then nobody else clears up after them. */
async function clearUp(imageId: string, { store }: Deps): Promise<void> {
  const tombstone = await store.tombstone(imageId)
  if (tombstone !== undefined) await store.bury(imageId, tombstone)
}

function timelineEntry({ type, source, metadata }: DarkroomEvent, note: string | undefined): TimelineEntry {
  const { id: eventId, time, correlationId, causationId, origin, attempt } = metadata
  return {
    eventId,
    time,
    type,
    source,
    correlationId,
    causationId,
    origin,
    attempt,
    ...(note === undefined ? {} : { note }),
  }
}

async function processed(event: Projected, record: ImageRecord, { store }: Deps): Promise<ImageProcessed | undefined> {
  const { status, steps } = progressOf(record)
  if (status !== "processed" || record.image === undefined) return undefined
  // A replay of what is known already makes no new fact.
  if (event.replayName !== undefined && record.processed !== undefined) return undefined
  const labels = await store.labelNames(record.imageId, TOLD.minConfidence, TOLD.labels)
  // Whichever step is the last, it is the same fact; a step that a replay has done anew makes it anew.
  const { correlationId, origin, id: stepId } = event.metadata
  const id = derivedId("ImageProcessed", correlationId, origin === "replay" ? stepId : "")
  return ImageProcessed.create(
    { image: record.image, steps: steps.map(({ step }) => step), labels },
    { cause: event, id },
  )
}
