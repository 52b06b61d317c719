import {
  type CatalogEntry,
  type CatalogReader,
  countsOf,
  currentImage,
  type FailedMessage,
  foundKinds,
  type ImageRecord,
  type LabelItem,
} from "@darkroom/catalog-model"
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
  traceparentOf,
  VideoMetadataExtracted,
  VideoUploaded,
} from "@darkroom/events"
import { isStep, type Problem } from "./problems.ts"

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
  { step, failure }: Problem,
  catalog: Pick<CatalogReader, "failedMessage" | "entry">,
): Promise<SentAgain | undefined> {
  const message = failure === undefined ? undefined : await catalog.failedMessage(imageId, step)
  if (message?.eventId === failure && message) return asItWas(message)
  const entry = isStep(step) ? await catalog.entry(imageId) : undefined
  return entry && madeAnew(entry, step)
}

function asItWas({ source, type, detail }: FailedMessage): SentAgain {
  const { metadata } = JSON.parse(detail) as { metadata: unknown }
  return { source, type, detail, metadata: metadataSchema.parse(metadata) }
}

/** What a step begins with is in the catalog as a whole, so the event that says it can be written again, of the image where it is now. */
function madeAnew(entry: CatalogEntry, step: string): SentAgain | undefined {
  const image = currentImage(entry.record)
  const begun = image && begins(entry, image, step)
  const before = entry.timeline.find(({ eventId }) => eventId === begun?.eventId)
  if (image === undefined || begun?.data === undefined || before === undefined) return undefined
  const { name: type, source, version } = begun.definition
  const { eventId: id, time, correlationId, causationId, origin, attempt } = before
  const own = { id, version, time, correlationId, causationId, origin, attempt }
  const metadata = { ...own, groupKey: image.id, traceparent: traceparentOf(correlationId, id) }
  return { source, type, detail: JSON.stringify({ metadata, data: begun.data }), metadata }
}

/** The event that a step begins with; its data is undefined where not all of it is known. */
function begins(entry: CatalogEntry, image: Image, step: string) {
  const { uploadedAt, uploaded, metadata, tagging } = entry.record
  if (step === "metadata")
    return { definition: ImageUploaded, eventId: uploaded?.eventId, data: uploadedAt && { image, uploadedAt } }
  if (step === "video") return beginsVideo(entry.record, image)
  if (step === "categorization")
    return { definition: ImageTagged, eventId: tagging?.eventId, data: taggedOf(entry, image) }
  return {
    definition: MetadataExtracted,
    eventId: metadata?.eventId,
    data: metadata && { image, metadata: metadata.value },
  }
}

/** A video's step has two halves. Who has read the video drops its VideoUploaded, so once it is read the step goes on with what was read. */
function beginsVideo({ uploadedAt, uploaded, video, thumbnail }: ImageRecord, image: Image) {
  if (video === undefined)
    return { definition: VideoUploaded, eventId: uploaded?.eventId, data: uploadedAt && { video: image, uploadedAt } }
  const data = { video: image, metadata: video.value, poster: posterOf(thumbnail) }
  return { definition: VideoMetadataExtracted, eventId: video.eventId, data }
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
