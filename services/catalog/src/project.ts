import { progressOf, type ImageRecord, type TimelineEntry } from "@darkroom/catalog-model"
import {
  type DarkroomEvent,
  derivedId,
  ImageProcessed,
  type ImageDeleted,
  type ImageTagged,
  type ImageUploaded,
} from "@darkroom/events"
import { changeOf, type Projected } from "./change-of.ts"
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
  const record = await deps.store.apply(imageId, change)
  const kept = record !== undefined && (event.type !== "ImageTagged" || (await keepLabels(event, record, deps)))
  if (!kept) {
    await clearUp(imageId, deps)
    return undefined
  }
  return isStep(event) ? processed(event, record, deps) : undefined
}

/** A photo that overwrote another one: the other one's records go. */
export async function projectUpload(
  event: ImageUploaded,
  deps: Deps = defaultDeps(),
): Promise<ImageProcessed | undefined> {
  const { replaces, uploadedAt, image } = event.data
  if (replaces !== null) await deps.store.bury(replaces, { deletedAt: uploadedAt, replacedBy: image.id })
  return project(event, deps)
}

/** Records go, a tombstone stays: whatever comes late or is replayed finds it. */
export async function bury({ data }: ImageDeleted, deps: Deps = defaultDeps()): Promise<void> {
  await deps.store.bury(data.image.id, { deletedAt: data.deletedAt })
}

function imageOf(event: Projected): string | null {
  return event.type === "ProcessingFailed" ? event.data.imageId : event.data.image.id
}

function isStep(event: Projected): boolean {
  return event.type === "MetadataExtracted" || event.type === "ImageTagged" || event.type === "ThumbnailGenerated"
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
  const labels = await store.labelNames(record.imageId, TOLD.minConfidence, TOLD.labels)
  // Whichever step is the last, it is the same fact; a replayed step makes it anew.
  const { correlationId, origin, id: stepId } = event.metadata
  const id = derivedId(
    "ImageProcessed",
    correlationId,
    origin === "replay" || event.replayName !== undefined ? stepId : "",
  )
  return ImageProcessed.create(
    { image: record.image, steps: steps.map(({ step }) => step), labels },
    { cause: event, id },
  )
}
