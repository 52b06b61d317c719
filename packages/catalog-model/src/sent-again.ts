import type { CatalogEntry, CatalogReader } from "./catalog-reader.ts"
import { currentImage } from "./current-image.ts"
import { countsOf, foundKinds } from "./found.ts"
import { beginOf } from "./overdue.ts"
import { isStep } from "./problems.ts"
import type { FailedMessage, ImageRecord, LabelItem, TimelineEntry } from "./record.ts"
import {
  type DarkroomEvent,
  type EventMetadata,
  type Image,
  ImageTagged,
  ImageUploaded,
  type Label,
  metadataSchema,
  MetadataExtracted,
  type Poster,
  type Step,
  traceparentOf,
  VideoCopied,
  VideoMetadataExtracted,
  VideoUploaded,
} from "@darkroom/events"

/** An event of the past that is to go over the bus once more, under its own id. */
export interface SentAgain {
  readonly source: string
  readonly type: string
  /** JSON, as it was. */
  readonly detail: string
  /** What is in there already. */
  readonly metadata: EventMetadata
}

/** The event that the problem's step has to handle once more; undefined where nothing tells what it was. */
export async function sentAgain(
  { imageId }: ImageRecord,
  { step, failure }: { readonly step: string; readonly failure?: string | undefined },
  catalog: Pick<CatalogReader, "failedMessage" | "entry">,
): Promise<SentAgain | undefined> {
  const message = failure === undefined ? undefined : await catalog.failedMessage(imageId, step)
  if (message?.eventId === failure && message) return asItWas(message)
  if (!isStep(step)) return undefined
  const entry = await catalog.entry(imageId)
  return entry && madeAnew(entry, step)
}

function asItWas({ source, type, detail }: FailedMessage): SentAgain {
  const { metadata } = JSON.parse(detail) as { metadata: unknown }
  return { source, type, detail, metadata: metadataSchema.parse(metadata) }
}

/** What a step begins with is in the catalog as a whole, so the event that says it can be written again, of the image where it is now. */
function madeAnew(entry: CatalogEntry, step: Step): SentAgain | undefined {
  const image = currentImage(entry.record)
  const begun = beginOf(entry.record, step)
  const before = entry.timeline.find(({ eventId }) => eventId === begun?.eventId)
  if (image === undefined || before === undefined) return undefined
  const again = begins(entry, image, step)
  if (again.data === undefined) return undefined
  const { name: type, source, version } = again.definition
  const metadata = metadataOf(before, image.id, version)
  return { source, type, detail: JSON.stringify({ metadata, data: again.data }), metadata }
}

/** The event that a step begins with (`beginOf`); its data is undefined where not all of it is known. */
function begins(entry: CatalogEntry, image: Image, step: Step) {
  const { uploadedAt, metadata } = entry.record
  switch (step) {
    case "metadata":
      return { definition: ImageUploaded, data: uploadedAt && { image, uploadedAt } }
    case "tagging":
    case "thumbnail":
      return { definition: MetadataExtracted, data: metadata && { image, metadata: metadata.value } }
    case "categorization":
      return { definition: ImageTagged, data: taggedOf(entry, image) }
    case "video":
      return beginsVideo(entry.record, image)
  }
}

/** Whoever has done one part of a video's step drops the event that it began with, so the step goes on with the last that was done. */
function beginsVideo({ uploadedAt, video, thumbnail, copied }: ImageRecord, image: Image) {
  if (video === undefined) return { definition: VideoUploaded, data: uploadedAt && { video: image, uploadedAt } }
  const read = { video: image, metadata: video.value }
  if (copied !== undefined) return { definition: VideoCopied, data: { ...read, copy: copied.copy } }
  return { definition: VideoMetadataExtracted, data: { ...read, poster: posterOf(thumbnail) } }
}

function posterOf(thumbnail: ImageRecord["thumbnail"]): Poster | null {
  if (thumbnail?.at === undefined) return null
  const { at, renditions, thumbhash, dominantColor } = thumbnail
  return { at, renditions: [...renditions], thumbhash, dominantColor }
}

/** What ImageTagged said; undefined where the catalog does not have all of it: rules must not decide on a part. */
function taggedOf({ record, labels, found }: CatalogEntry, image: Image): ImageTagged["data"] | undefined {
  const { tagging, metadata } = record
  if (tagging?.features === undefined || tagging.counts === undefined) return undefined
  const { features, failed = [], counts, skipped, modelVersion, response = null } = tagging
  const has = countsOf(found)
  const own = labels.filter(({ eventId }) => eventId === tagging.eventId)
  if (own.length !== tagging.labels || foundKinds.some((kind) => has[kind] !== counts[kind])) return undefined
  const known = { features: [...features], failed: [...failed], skipped, modelVersion, response }
  return { image, metadata: metadata?.value ?? null, labels: own.map(asLabel), ...found, ...known }
}

function asLabel({ name, confidence, parents, categories, instances }: LabelItem): Label {
  return { name, confidence, parents, categories, instances }
}

/** As the cause of another event. */
export function asCause({ source, type, metadata }: SentAgain): DarkroomEvent {
  return { source, type, metadata, data: undefined }
}

/** What an event of a timeline has as metadata. */
export function metadataOf(entry: TimelineEntry, groupKey: string, version = 1): EventMetadata {
  const { eventId: id, time, correlationId, causationId, origin, attempt } = entry
  const traceparent = traceparentOf(correlationId, id)
  return { id, version, time, correlationId, causationId, origin, attempt, groupKey, traceparent }
}
