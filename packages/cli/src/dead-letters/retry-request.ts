import { type CatalogReader, failurePart, retryRequestOf } from "@darkroom/catalog-model"
import { busEventSchema, type DeadLetterRecord, type RetryRequested } from "@darkroom/events"

/** Says that a photo's failed step is being tried again. Undefined where the catalog shows no such failure, or a later one. */
export async function retryRequest(
  { id, service, imageId }: DeadLetterRecord,
  body: string,
  catalog: Pick<CatalogReader, "entry">,
  now: number,
): Promise<RetryRequested | undefined> {
  if (imageId === null) return undefined
  const record = (await catalog.entry(imageId))?.record
  if (record?.[failurePart(service)]?.eventId !== id) return undefined
  const { source, "detail-type": type, detail } = busEventSchema.parse(JSON.parse(body))
  const sent = { source, type, detail: JSON.stringify(detail), metadata: detail.metadata }
  return retryRequestOf(record, { step: service, failure: id }, sent, { now, resend: false })
}
