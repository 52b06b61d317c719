import { type ImageRecord, progressOf, type TimelineEntry } from "@darkroom/catalog-model"
import type {
  DarkroomEvent,
  ImageDeleted,
  ImageProcessed,
  ImageReplaced,
  ImageTagged,
  ProcessingFailed,
  VideoTagged,
} from "@darkroom/events"
import { changeOf, type Projected } from "./change-of.ts"
import { failedMessageOf } from "./failed-message.ts"
import { type Deps, defaultDeps } from "./deps.ts"
import { dueBy, isLast } from "./due-by.ts"
import { processedWith } from "./processed.ts"

/** Writes what an event says into the catalog; emits ImageProcessed with the last step that a photo's profile asks for. */
export async function project(event: Projected, deps: Deps = defaultDeps()): Promise<ImageProcessed | undefined> {
  const imageId = imageOf(event)
  if (imageId === null) return undefined
  const { change, note } = changeOf(event)
  const due = dueBy(event, deps.limits)
  if (due !== undefined) await deps.store.watch(imageId, due)
  // First, so that whoever sees the record's change finds the event that made it, and what it found.
  await deps.store.addToTimeline(imageId, timelineEntry(event, note))
  if (event.type === "ProcessingFailed") await keepMessage(imageId, event, deps)
  if (isTagged(event)) await putFound(imageId, event, deps)
  const record = change && (await deps.store.apply(imageId, change))
  const kept = record !== undefined && (!isTagged(event) || (await keepFindings(event, record, deps)))
  if (!kept) {
    await clearUp(imageId, deps)
    return undefined
  }
  if (isLast(event) && progressOf(record).status !== "processing") await deps.store.unwatch(imageId)
  return processedWith(event, record)
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

function imageOf({ data }: Projected): string | null {
  if ("replacedBy" in data) return data.replacedBy.id
  if ("video" in data) return data.video.id
  return "image" in data ? data.image.id : data.imageId
}

async function keepMessage(imageId: string, event: ProcessingFailed, { store }: Deps): Promise<void> {
  const message = failedMessageOf(event)
  if (message !== undefined) await store.keepFailed(imageId, message)
}

type Tagged = ImageTagged | VideoTagged

function isTagged(event: Projected): event is Tagged {
  return event.type === "ImageTagged" || event.type === "VideoTagged"
}

async function putFound(imageId: string, event: Tagged, { store }: Deps): Promise<void> {
  if ("video" in event.data) await store.putSeen(imageId, writtenBy(event), event.data)
  else await store.putFound(imageId, writtenBy(event), event.data)
}

/** False where the photo was deleted meanwhile. An older ImageTagged that comes late must not replace the findings of a newer one. */
async function keepFindings({ data, metadata }: Tagged, record: ImageRecord, { store }: Deps): Promise<boolean> {
  const { id, owner } = "video" in data ? data.video : data.image
  if (record.tagging?.eventId !== metadata.id) {
    await store.dropFound(id, metadata.id)
    return (await store.tombstone(id)) === undefined
  }
  await Promise.all([store.putLabels(id, owner, metadata.id, data.labels), store.dropOlderFound(id, metadata.time)])
  return (await store.tombstone(id)) === undefined
}

/** The deletion may have come before or between the writes of one event; then nobody else clears up after them. */
async function clearUp(imageId: string, { store }: Deps): Promise<void> {
  const tombstone = await store.tombstone(imageId)
  if (tombstone !== undefined) await store.bury(imageId, tombstone)
}

function writtenBy({ metadata }: DarkroomEvent) {
  return { time: metadata.time, eventId: metadata.id }
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
