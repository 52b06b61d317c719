import { type EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge"
import type { SentAgain } from "@darkroom/catalog-model"
import { PublishFailed } from "@darkroom/lambda"

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
const ENTRIES_A_CALL = 10

export type Resend = (events: readonly SentAgain[]) => Promise<void>

/**
 * Puts events on the bus as they were. Who has handled one knows its id and drops it, so that only who has not works again.
 * Throws PublishFailed.
 */
export function resender(options: { client: Pick<EventBridgeClient, "send">; busName: string }): Resend {
  return async (events) => {
    for (let start = 0; start < events.length; start += ENTRIES_A_CALL)
      await put(events.slice(start, start + ENTRIES_A_CALL), options)
  }
}

async function put(
  events: readonly SentAgain[],
  { client, busName }: { client: Pick<EventBridgeClient, "send">; busName: string },
): Promise<void> {
  const entries = events.map(({ source, type, detail, metadata }) => ({
    EventBusName: busName,
    Source: source,
    DetailType: type,
    Detail: detail,
    Time: new Date(metadata.time),
  }))
  const { Entries = [] } = await client.send(new PutEventsCommand({ Entries: entries }))
  const refused = events.flatMap(({ type }, index) => {
    const { EventId, ErrorCode = "no answer" } = Entries[index] ?? {}
    return EventId ? [] : [`${type} (${ErrorCode})`]
  })
  if (refused.length > 0) throw new PublishFailed(refused)
}
