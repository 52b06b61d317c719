import type { PutEventsCommand } from "@aws-sdk/client-eventbridge"
import { MetadataExtracted } from "@darkroom/events"
import { exampleEvent } from "@darkroom/testing"
import { expect, it } from "vitest"
import { resender } from "./resend.ts"

const { type, source, metadata, data } = exampleEvent(MetadataExtracted)
const event = { type, source, metadata, detail: JSON.stringify({ metadata, data }) }

function start(answer: (index: number) => object = () => ({ EventId: "1" })) {
  const calls: PutEventsCommand["input"][] = []
  const client = {
    send: async ({ input }: PutEventsCommand) => {
      calls.push(input)
      return { Entries: input.Entries?.map((_, index) => answer(index)) }
    },
  }
  return { calls, resend: resender({ client: client as never, busName: "bus" }) }
}

it("puts events on the bus as they were, ten at a time", async () => {
  const { calls, resend } = start()
  await resend(Array.from({ length: 11 }, () => event))
  expect(calls.map(({ Entries }) => Entries?.length)).toEqual([10, 1])
  expect(calls[0]?.Entries?.[0]).toEqual({
    EventBusName: "bus",
    Source: "darkroom.metadata",
    DetailType: "MetadataExtracted",
    Detail: event.detail,
    Time: new Date(metadata.time),
  })
})

it("says which the bus did not take", async () => {
  const { resend } = start((index) => (index === 1 ? { ErrorCode: "ThrottlingException" } : { EventId: "1" }))
  await expect(resend([event, event])).rejects.toThrow("MetadataExtracted (ThrottlingException)")
})

it("asks for nothing where there is nothing to send", async () => {
  const { calls, resend } = start()
  await resend([])
  expect(calls).toEqual([])
})
