import type { GetQueueAttributesCommand } from "@aws-sdk/client-sqs"
import type { DeadLetterRecord } from "@darkroom/events"
import { expect, it } from "vitest"
import { fakeStage, fakeTerminal, memoryDeadLetters } from "../test-fixtures.ts"
import { status } from "./status.ts"

const url = (name: string) => `https://sqs.us-east-1.amazonaws.com/000000000000/${name}`

/** Waiting, in flight and delayed, by queue. */
const depths: Readonly<Record<string, readonly number[]>> = {
  TaggingEvents: [12, 5, 1],
  TaggingBackfill: [3_000, 2, 0],
  CatalogDeadLetters: [1, 2, 0],
  Undelivered: [0, 0, 4],
}

function start() {
  const { stage } = fakeStage()
  const letterOf = (id: string, subscriber: string, state = "dead") =>
    ({ id, subscriber, state, since: "2026-11-28T10:00:00.000Z" }) as DeadLetterRecord
  const subscriber = (name: string, ...queues: string[]) => {
    const deadLetters = url(`${name}DeadLetters`)
    return {
      service: name.toLowerCase(),
      name,
      rules: [],
      onReplay: "redo" as const,
      queues: queues.map(url),
      deadLetters,
    }
  }
  const sqs = {
    send: async ({ input: { QueueUrl = "" } }: GetQueueAttributesCommand) => {
      const [waiting = 0, inFlight = 0, delayed = 0] = depths[QueueUrl.split("/").at(-1) ?? ""] ?? []
      return {
        Attributes: {
          ApproximateNumberOfMessages: String(waiting),
          ApproximateNumberOfMessagesNotVisible: String(inFlight),
          ApproximateNumberOfMessagesDelayed: String(delayed),
        },
      }
    },
  }
  return fakeTerminal({
    ...stage,
    sqs: sqs,
    deadLetters: memoryDeadLetters([
      letterOf("1", "Tagging"),
      letterOf("2", "Tagging"),
      letterOf("3", "Tagging", "redriven"),
      letterOf("4", "bus"),
    ]),
    operations: {
      ...stage.operations,
      subscribers: [subscriber("Tagging", "TaggingEvents", "TaggingBackfill"), subscriber("Catalog", "CatalogEvents")],
    },
  })
}

it("tells of each subscriber what waits in its lanes, what it gave up, and what failures has not read", async () => {
  const io = start()
  await status({ json: true }, io)
  const idle = { waiting: 0, inFlight: 0, delayed: 0 }
  expect(JSON.parse(io.written().stdout)).toEqual([
    {
      subscriber: "Tagging",
      service: "tagging",
      live: { waiting: 12, inFlight: 5, delayed: 1 },
      backfill: { waiting: 3_000, inFlight: 2, delayed: 0 },
      dead: 2,
      unread: 0,
    },
    { subscriber: "Catalog", service: "catalog", live: idle, backfill: null, dead: 0, unread: 3 },
    { subscriber: "bus", service: "bus", live: idle, backfill: null, dead: 1, unread: 4 },
  ])
})

it("shows it as a table", async () => {
  const io = start()
  await status({}, io)
  const [head, tagging, catalog] = io.written().stdout.split("\n")
  expect(head).toMatch(/^subscriber +waiting +in flight +backfill +in flight +dead +unread$/)
  expect(tagging).toMatch(/^Tagging +12 +5 +3000 +2 +2 +0$/)
  expect(catalog).toMatch(/^Catalog +0 +0 +0 +3$/)
})
