import { PutEventsCommand, type PutEventsCommandOutput } from "@aws-sdk/client-eventbridge"
import type { SentAgain } from "@darkroom/catalog-model"
import type { DarkroomEvent } from "@darkroom/events"
import { setTimeout as sleep } from "node:timers/promises"

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
export const ENTRIES_A_CALL = 10
const ATTEMPTS = 4

/** A bus as far as events are put on it. */
export interface EventBus {
  readonly name: string
  send(command: PutEventsCommand): Promise<Pick<PutEventsCommandOutput, "Entries">>
}

export interface Refused<Event> {
  readonly event: Event
  readonly code: string
}

/** Puts up to ten events on the bus, and those that it refuses again; what it refused to the end. Throws what the call throws. */
export async function putEvents<Event extends DarkroomEvent | SentAgain>(
  bus: EventBus,
  events: readonly Event[],
  wait: (milliseconds: number) => Promise<unknown> = sleep,
): Promise<readonly Refused<Event>[]> {
  let pending = events
  for (let attempt = 1; ; attempt++) {
    const { Entries = [] } = await bus.send(
      new PutEventsCommand({ Entries: pending.map((event) => entryOf(event, bus)) }),
    )
    const refused = pending.flatMap((event, index) =>
      Entries[index]?.EventId ? [] : [{ event, code: Entries[index]?.ErrorCode ?? "no answer" }],
    )
    if (refused.length === 0 || attempt === ATTEMPTS) return refused
    pending = refused.map(({ event }) => event)
    await wait(100 * 2 ** attempt)
  }
}

function entryOf(event: DarkroomEvent | SentAgain, { name }: EventBus) {
  const { source, type, metadata } = event
  const Detail = "detail" in event ? event.detail : JSON.stringify({ metadata, data: event.data })
  return { EventBusName: name, Source: source, DetailType: type, Time: new Date(metadata.time), Detail }
}
