import { type CatalogReader, currentImage, failurePart } from "@darkroom/catalog-model"
import { busEventSchema, type DeadLetterRecord, derivedId, RetryRequested } from "@darkroom/events"

/**
 * Says that a photo's failed step is being tried again, as the gallery does: the same failure has the same request, whoever asks.
 * Undefined where the catalog shows no such failure, or a later one.
 */
export async function retryRequest(
  { id, service, imageId }: DeadLetterRecord,
  body: string,
  catalog: Pick<CatalogReader, "entry">,
  now: number,
): Promise<RetryRequested | undefined> {
  if (imageId === null) return undefined
  const record = (await catalog.entry(imageId))?.record
  const failure = record?.[failurePart(service)]
  const image = record && currentImage(record)
  if (image === undefined || failure?.eventId !== id) return undefined
  const { source, "detail-type": type, detail } = busEventSchema.parse(JSON.parse(body))
  const cause = { source, type, metadata: detail.metadata, data: undefined }
  return RetryRequested.create(
    { image, service, failure: id },
    { cause, id: derivedId("RetryRequested", imageId, service, id), time: new Date(now) },
  )
}
