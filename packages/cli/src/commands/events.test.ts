import type { TimelineEntry } from "@darkroom/catalog-model"
import { imageExample, ImageTagged, MetadataExtracted } from "@darkroom/events"
import { busEvent, exampleEvent } from "@darkroom/testing"
import { expect, it } from "vitest"
import { NotRemembered, UnknownEvent } from "../errors.ts"
import type { BusEvent } from "../events/bus-event.ts"
import { engineEvents } from "../events/engine-events.ts"
import { tappedEvents } from "../events/tapped-events.ts"
import { entryOf, fakeStage, fakeTerminal, uploadedPart } from "../test-fixtures.ts"
import { search, show, tail } from "./events.ts"

const extracted = exampleEvent(MetadataExtracted)
const [first, second] = [extracted, exampleEvent(ImageTagged)].map((event) => busEvent(event) as BusEvent) as [
  BusEvent,
  BusEvent,
]
const { id, time } = extracted.metadata
const correlationId = "c0443310-5a51-5d7e-93d7-2a6b1c9f0e77"
const entry: TimelineEntry = {
  eventId: id,
  time,
  type: "MetadataExtracted",
  source: "darkroom.metadata",
  correlationId,
  causationId: null,
  origin: "upload",
  attempt: 1,
}

function start({ onAws = false } = {}) {
  const { stage, entries } = fakeStage()
  entries.set(imageExample.id, entryOf([uploadedPart], [entry]))
  const events = {
    latest: async () => (onAws ? undefined : [second, first]),
    tail: async function* () {
      yield* [first, second]
    },
  }
  return fakeTerminal({ ...stage, events })
}

const typesIn = (text: string) => [...text.matchAll(/MetadataExtracted|ImageTagged/g)].map(([type]) => type)

it("shows events as they happen, as far as they are meant", async () => {
  const shown = async (options: object) => {
    const io = start()
    await tail(options, io)
    return io.written().stdout
  }
  expect(typesIn(await shown({}))).toEqual(["MetadataExtracted", "ImageTagged"])
  expect(typesIn(await shown({ type: "ImageTagged" }))).toEqual(["ImageTagged"])
  expect(typesIn(await shown({ photo: "none" }))).toEqual([])
  expect(JSON.parse(await shown({ type: "MetadataExtracted", json: true }))).toEqual(first)
})

it("shows an event that somebody remembers with its data", async () => {
  const io = start()
  await show(id, {}, io)
  expect(JSON.parse(io.written().stdout)).toEqual(first)
})

it("shows of an event on AWS what the timeline has, and says that this is not all", async () => {
  const io = start({ onAws: true })
  await expect(show(id, {}, io)).rejects.toThrow(UnknownEvent)
  await show(id, { photo: imageExample.id }, io)
  expect(JSON.parse(io.written().stdout)).toMatchObject({ eventId: id, type: "MetadataExtracted" })
  expect(io.written().stderr).toContain("the event's data is in the archive")
})

it("searches a photo's timeline, an upload's events, and what passed by", async () => {
  const searched = async (options: object, io = start()) => {
    await search({ json: true, ...options }, io)
    return (JSON.parse(io.written().stdout) as { type: string }[]).map(({ type }) => type)
  }
  expect(await searched({})).toEqual(["MetadataExtracted", "ImageTagged"])
  expect(await searched({ type: "ImageTagged" })).toEqual(["ImageTagged"])
  expect(await searched({ since: 1_000 })).toEqual([])
  expect(await searched({ photo: imageExample.id }, start({ onAws: true }))).toEqual(["MetadataExtracted"])
  expect(await searched({ correlationId }, start({ onAws: true }))).toEqual(["MetadataExtracted"])
  await expect(search({}, start({ onAws: true }))).rejects.toThrow(NotRemembered)
})

it("tails the engine's own bus from now on, oldest first, until it is told to stop", async () => {
  const controller = new AbortController()
  let seen = [{ seq: 1, id: "old", bus: "events" }]
  const event = (name: string) => ({ ...first, id: name })
  const get = async (path: string) =>
    path.startsWith("/status/events?")
      ? seen
      : { sightings: seen.map(({ seq, id: name }) => ({ seq, event: event(name) })) }
  const waits = [
    () =>
      (seen = [
        { seq: 4, id: "b", bus: "events" },
        { seq: 3, id: "s3", bus: "default" },
        { seq: 2, id: "a", bus: "events" },
        ...seen,
      ]),
    () => controller.abort(),
  ]
  const source = engineEvents("events", get, async () => waits.shift()?.())
  const ids: string[] = []
  for await (const { id: tailed } of source.tail(controller.signal)) ids.push(tailed)
  expect(ids).toEqual(["a", "b"])
})

it("taps a bus on AWS with a rule and a queue of its own, and takes both away again", async () => {
  const controller = new AbortController()
  const sent: { name: string; input: Record<string, unknown> }[] = []
  const answers: Record<string, unknown> = {
    CreateQueueCommand: { QueueUrl: "https://queue" },
    GetQueueAttributesCommand: { Attributes: { QueueArn: "arn:queue" } },
    PutRuleCommand: { RuleArn: "arn:rule" },
    ReceiveMessageCommand: { Messages: [{ Body: JSON.stringify(first), ReceiptHandle: "r" }] },
  }
  const send = async (command: { constructor: { name: string }; input: Record<string, unknown> }) => {
    const { name } = command.constructor
    sent.push({ name, input: command.input })
    return answers[name] ?? {}
  }
  const clients = { sqs: { send }, eventBridge: { send } } as unknown as Parameters<typeof tappedEvents>[1]
  for await (const event of tappedEvents("events", clients).tail(controller.signal)) {
    expect(event).toEqual(first)
    controller.abort()
  }
  expect(sent.map(({ name }) => name)).toEqual([
    "CreateQueueCommand",
    "GetQueueAttributesCommand",
    "PutRuleCommand",
    "SetQueueAttributesCommand",
    "PutTargetsCommand",
    "ReceiveMessageCommand",
    "DeleteMessageBatchCommand",
    "RemoveTargetsCommand",
    "DeleteRuleCommand",
    "DeleteQueueCommand",
  ])
  const inputOf = (name: string) => sent.find((each) => each.name === name)!.input
  expect(inputOf("PutRuleCommand")).toMatchObject({
    EventBusName: "events",
    EventPattern: '{"source":[{"prefix":"darkroom."}]}',
  })
  const { Policy } = inputOf("SetQueueAttributesCommand")["Attributes"] as { Policy: string }
  expect(JSON.parse(Policy)).toMatchObject({
    Statement: [
      { Action: "sqs:SendMessage", Resource: "arn:queue", Condition: { ArnEquals: { "aws:SourceArn": "arn:rule" } } },
    ],
  })
})

it("leaves nothing behind of a tap that could not be made", async () => {
  const sent: string[] = []
  const send = async ({ constructor: { name } }: object) => {
    sent.push(name)
    if (name === "PutRuleCommand") throw new Error("not allowed")
    return { QueueUrl: "https://queue" }
  }
  const clients = { sqs: { send }, eventBridge: { send } } as unknown as Parameters<typeof tappedEvents>[1]
  const tapped = tappedEvents("events", clients).tail(new AbortController().signal)[Symbol.asyncIterator]()
  await expect(tapped.next()).rejects.toThrow("not allowed")
  expect(sent.slice(-3)).toEqual(["RemoveTargetsCommand", "DeleteRuleCommand", "DeleteQueueCommand"])
})
