import type { EventBridgeClient } from "@aws-sdk/client-eventbridge"
import { PutEventsCommand, type PutEventsRequestEntry } from "@aws-sdk/client-eventbridge"
import { setTimeout as sleep } from "node:timers/promises"
import { type Claim, type DarkroomEvent, inAllVersions } from "@darkroom/events"
import { PublishFailed } from "./errors.ts"

/** PutEvents takes ten entries: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
const ENTRIES_A_CALL = 10
/** EventBridge bills each 64 KB of an event; a larger payload goes to S3 and the event carries a claim check. */
const CLAIM_CHECK_BYTES = 64 * 1024
const ATTEMPTS = 4

export interface PublishOptions {
  readonly client: Pick<EventBridgeClient, "send">
  readonly busName: string
  /** Stores a payload that is too large for an event; writing the same event again overwrites it with the same. */
  readonly storeClaim: (event: DarkroomEvent, json: string) => Promise<Claim>
  readonly wait?: (milliseconds: number) => Promise<unknown>
}

export type Publish = (events: readonly DarkroomEvent[]) => Promise<void>

/** Puts events on the bus, in every version that is consumed, ten at a time; every entry's outcome is checked and only failed ones are sent again. Throws PublishFailed. */
export function publisher(options: PublishOptions): Publish {
  return async (emitted) => {
    const events = emitted.flatMap(inAllVersions)
    for (let start = 0; start < events.length; start += ENTRIES_A_CALL) {
      await putAll(events.slice(start, start + ENTRIES_A_CALL), options)
    }
  }
}

async function putAll(events: readonly DarkroomEvent[], options: PublishOptions): Promise<void> {
  const { client, wait = sleep } = options
  let pending = await Promise.all(events.map((event) => toEntry(event, options)))
  for (let attempt = 1; ; attempt++) {
    const { Entries = [] } = await client.send(new PutEventsCommand({ Entries: pending }))
    const failed = pending.flatMap((entry, index) =>
      Entries[index]?.EventId ? [] : [{ entry, code: Entries[index]?.ErrorCode }],
    )
    if (failed.length === 0) return
    if (attempt === ATTEMPTS)
      throw new PublishFailed(failed.map(({ entry, code }) => `${entry.DetailType} (${code ?? "no answer"})`))
    pending = failed.map(({ entry }) => entry)
    await wait(100 * 2 ** attempt)
  }
}

async function toEntry(event: DarkroomEvent, { busName, storeClaim }: PublishOptions): Promise<PutEventsRequestEntry> {
  const { metadata, data } = event
  const entry = { EventBusName: busName, Source: event.source, DetailType: event.type, Time: new Date(metadata.time) }
  const detail = JSON.stringify({ metadata, data })
  if (Buffer.byteLength(detail) <= CLAIM_CHECK_BYTES) return { ...entry, Detail: detail }
  const claim = await storeClaim(event, JSON.stringify(data))
  return { ...entry, Detail: JSON.stringify({ metadata, claim }) }
}
