import type { CatalogEntry, CatalogReader, FailedMessage, ImageRecord } from "@darkroom/catalog-model"
import {
  type DarkroomEvent,
  type EventMetadata,
  ImageUploaded,
  metadataSchema,
  MetadataExtracted,
  traceparentOf,
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

/** What a step begins with is in the catalog as a whole, so the event that says it can be written again word by word. */
function madeAnew({ record, timeline }: CatalogEntry, step: string): SentAgain | undefined {
  const { image, uploadedAt, uploaded, metadata } = record
  if (image === undefined) return undefined
  const [definition, written, data] =
    step === "metadata"
      ? ([ImageUploaded, uploaded, uploadedAt && { image, uploadedAt }] as const)
      : ([MetadataExtracted, metadata, metadata && { image, metadata: metadata.value }] as const)
  const entry = timeline.find(({ eventId }) => eventId === written?.eventId)
  if (entry === undefined || !data) return undefined
  const { eventId: id, time, correlationId, causationId, origin, attempt } = entry
  const own = { id, version: definition.version, time, correlationId, causationId, origin, attempt }
  const all = { ...own, groupKey: image.id, traceparent: traceparentOf(correlationId, id) }
  return {
    source: definition.source,
    type: definition.name,
    detail: JSON.stringify({ metadata: all, data }),
    metadata: all,
  }
}

/** As the cause of another event. */
export function asCause({ source, type, metadata }: SentAgain): DarkroomEvent {
  return { source, type, metadata, data: undefined }
}
