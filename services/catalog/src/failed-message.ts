import type { FailedMessage } from "@darkroom/catalog-model"
import { busEventSchema, type ProcessingFailed } from "@darkroom/events"

/** An item of DynamoDB has 400 KB at most. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const MOST_BYTES = 350_000

/** The message that failed, so that it can be sent again; undefined where it is no event, or too large for an item. */
export function failedMessageOf({ data, metadata }: ProcessingFailed): FailedMessage | undefined {
  if (data.failedEvent === null || Buffer.byteLength(data.body) > MOST_BYTES) return undefined
  const body = parsed(data.body)
  const event = busEventSchema.safeParse(body)
  if (!event.success) return undefined
  // Not what the schema makes of it: the detail goes out again as it came.
  const detail = JSON.stringify((body as { detail: unknown }).detail)
  const { source, "detail-type": type } = event.data
  return { service: data.service, source, type, detail, time: metadata.time, eventId: metadata.id }
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined // no JSON: nothing that could be sent
  }
}
