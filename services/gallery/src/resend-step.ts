import { type SentAgain, sentAgain } from "@darkroom/catalog-model"
import { MalformedEvent, resendableEvents, RetryRequested } from "@darkroom/events"
import { type ResendDeps, resendDeps } from "./deps.ts"

/**
 * Sends the event that a step has to handle once more. The request only names the photo and the step: the event itself comes from the
 * catalog, and must be about that photo. Throws MalformedEvent.
 */
export async function resendStep({ data }: RetryRequested, deps: ResendDeps = resendDeps()): Promise<void> {
  const { image, service, failure, resend } = data
  if (!resend) return
  const record = await deps.catalog.record(image.id)
  if (record === undefined || record.owner !== image.owner || record.deletedAt !== undefined) return
  const event = await sentAgain(record, { step: service, failure: failure ?? undefined }, deps.catalog)
  // A request that failed needs no resending: this one replaces it.
  if (event === undefined || event.type === RetryRequested.name) return
  check(event, image.id)
  await deps.resend([event])
}

/** The catalog keeps a dead letter as it was, and a forged event ends as a dead letter. */
function check({ source, type, detail, metadata }: SentAgain, imageId: string): void {
  const definition = resendableEvents.find(({ name }) => name === type)
  if (definition === undefined) throw new MalformedEvent("The event to resend", [`${type} cannot be sent again`])
  if (metadata.groupKey !== imageId) throw new MalformedEvent("The event to resend", ["it is about another photo"])
  const content = JSON.parse(detail) as { claim?: unknown }
  // Its consumers check what a claim stands for.
  if (content.claim === undefined) definition.parse({ source, "detail-type": type, detail: content })
}
