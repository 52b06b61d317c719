import type { PutEventsCommand, PutEventsCommandInput } from "@aws-sdk/client-eventbridge"
import { ImageTagged, ImageUploaded } from "@darkroom/events"
import { exampleEvent } from "@darkroom/testing"
import { expect, it, vi } from "vitest"
import { publisher } from "./publish.ts"

const events = (count: number) =>
  Array.from({ length: count }, (_, index) => exampleEvent(ImageUploaded, {}, String(index)))

/** A bus that refuses the entries for which `refuses` says so. */
function bus(refuses: (entry: { Detail?: string }, call: number) => boolean = () => false) {
  const calls: PutEventsCommandInput[] = []
  const send = vi.fn(async ({ input }: PutEventsCommand) => {
    calls.push(input)
    const entries = input.Entries ?? []
    return {
      Entries: entries.map((entry) =>
        refuses(entry as never, calls.length) ? { ErrorCode: "ThrottlingException" } : { EventId: "1" },
      ),
    }
  })
  const storeClaim = vi.fn(async () => ({ bucket: "output", key: "claims/x.json", bytes: 7 }))
  const publish = publisher({ client: { send } as never, busName: "bus", storeClaim, wait: async () => {} })
  return { calls, publish, storeClaim }
}

it("puts ten events a call, on the bus, under name and source", async () => {
  const { calls, publish } = bus()
  await publish(events(23))
  expect(calls.map(({ Entries }) => Entries?.length)).toEqual([10, 10, 3])
  expect(calls[0]?.Entries?.[0]).toMatchObject({
    EventBusName: "bus",
    Source: "darkroom.ingest",
    DetailType: "ImageUploaded",
  })
})

it("does not call EventBridge with nothing", async () => {
  const { calls, publish } = bus()
  await publish([])
  expect(calls).toEqual([])
})

it("tries again what was refused, and that alone", async () => {
  const [a, b, c] = events(3)
  const { calls, publish } = bus((entry, call) => call < 3 && entry.Detail?.includes(String(b?.metadata.id)) === true)
  await publish([a, b, c].filter((event) => event !== undefined))
  expect(calls.map(({ Entries }) => Entries?.length)).toEqual([3, 1, 1])
})

it("names what was refused to the end", async () => {
  const { publish, calls } = bus(() => true)
  await expect(publish(events(1))).rejects.toThrow("EventBridge refused ImageUploaded (ThrottlingException)")
  expect(calls).toHaveLength(4)
})

it("leaves a payload of more than 64 KB in S3", async () => {
  const label = ImageTagged.example.labels[0]!
  const large = exampleEvent(ImageTagged, {
    labels: Array.from({ length: 400 }, (_, index) => ({ ...label, name: `Label ${index}` })),
  })
  const { calls, publish, storeClaim } = bus()
  await publish([large])
  expect(storeClaim).toHaveBeenCalledExactlyOnceWith(large, JSON.stringify(large.data))
  const detail = JSON.parse(calls[0]?.Entries?.[0]?.Detail ?? "{}")
  expect(detail).toEqual({ metadata: large.metadata, claim: { bucket: "output", key: "claims/x.json", bytes: 7 } })
})
