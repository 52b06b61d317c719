import type { DarkroomEvent, Origin } from "@darkroom/events"
import { ImageTagged, ImageUploaded, MetadataExtracted, ThumbnailGenerated } from "@darkroom/events"
import { busEvent, exampleEvent } from "@darkroom/testing"
import type { Operations, SubscriberTarget } from "../operations.ts"
import { type ArchivedEvent, archivedEvent } from "./archived-event.ts"
import type { ReplayAccess, ReplayStatus } from "./replay-access.ts"

// What the tests of replays share.

export function subscriber(
  service: string,
  events: readonly { readonly name: string }[],
  onReplay: SubscriberTarget["onReplay"] = "redo",
): SubscriberTarget {
  const url = (queue: string) => `https://sqs.us-east-1.amazonaws.com/000000000000/${service}${queue}`
  const rules = [{ arn: `arn:${service}`, events: events.map(({ name }) => name) }]
  return {
    service,
    name: service,
    rules,
    onReplay,
    queues: [url("-live"), url("-backfill")],
    deadLetters: url("-dead"),
  }
}

export const operations: Operations = {
  archive: "arn:archive",
  archiveDays: 90,
  bus: "arn:bus",
  undelivered: "https://sqs.us-east-1.amazonaws.com/000000000000/undelivered",
  tap: { rule: "arn:tap", queue: "https://sqs.us-east-1.amazonaws.com/000000000000/tap", prefix: "tap-" },
  subscribers: [
    subscriber("metadata", [ImageUploaded]),
    subscriber("tagging", [MetadataExtracted]),
    subscriber("thumbnail", [MetadataExtracted]),
    subscriber("catalog", [ImageUploaded, MetadataExtracted, ImageTagged, ThumbnailGenerated], "project"),
    subscriber("notification", [ImageUploaded, MetadataExtracted, ImageTagged], "drop"),
  ],
  functions: [],
  metrics: "Darkroom",
}

/** Of a photo: its upload, metadata, recognition and thumbnail, a second after another. */
export function photoEvents(label = "", origin: Origin = "upload"): ArchivedEvent[] {
  const id = exampleEvent(ImageUploaded, {}, label).metadata.id
  const image = { ...ImageUploaded.example.image, id }
  const at = (second: number) => new Date(Date.UTC(2026, 10, 21, 9, 30, second))
  const provenance = { id, groupKey: id, origin, time: at(0) }
  const uploaded = ImageUploaded.create({ ...ImageUploaded.example, image }, provenance)
  const extracted = MetadataExtracted.create({ ...MetadataExtracted.example, image }, { cause: uploaded, time: at(1) })
  const tagged = ImageTagged.create({ ...ImageTagged.example, image }, { cause: extracted, time: at(2) })
  const rendered = ThumbnailGenerated.create(
    { ...ThumbnailGenerated.example, image },
    { cause: extracted, time: at(3) },
  )
  return [uploaded, extracted, tagged, rendered].map((event) => archived(event))
}

export function archived(event: DarkroomEvent): ArchivedEvent {
  return archivedEvent(JSON.stringify({ ...busEvent(event), "replay-name": "any" }))!.event
}

/** An archive that puts these events, each twice, into its tap's queue, and queues that keep what they are sent. */
export function fakeAccess(events: readonly ArchivedEvent[] = [], changes: Partial<ReplayAccess> = {}) {
  const waiting: { body: string; receipt: string }[] = []
  const sent: { queue: string; body: Record<string, unknown> }[] = []
  const started: Parameters<ReplayAccess["start"]>[0][] = []
  const cancelled: string[] = []
  const statusOf = (name: string): ReplayStatus => ({ name, state: "completed", from: 0, to: 1 })
  const access: ReplayAccess = {
    async start(replay) {
      started.push(replay)
      if (!replay.rules.includes(operations.tap.rule)) return
      const inTime = events.filter(({ time }) => Date.parse(time) >= replay.from && Date.parse(time) < replay.to)
      for (const { body, copy } of [...inTime, ...inTime])
        waiting.push({ body: JSON.stringify({ ...body, "replay-name": replay.name }), receipt: copy })
    },
    describe: async (name) => statusOf(name),
    list: async () => [],
    cancel: async (name) => void cancelled.push(name),
    receive: async () => waiting.slice(0, 10),
    forget: async (_, receipts) => {
      for (const receipt of receipts) {
        const index = waiting.findIndex((message) => message.receipt === receipt)
        if (index >= 0) waiting.splice(index, 1)
      }
    },
    send: async (queue, bodies) => {
      for (const body of bodies) sent.push({ queue, body: JSON.parse(body) as Record<string, unknown> })
      return []
    },
    records: async () => [],
    silence: 0,
    lag: 0,
    ...changes,
  }
  return { access, waiting, sent, started, cancelled }
}
