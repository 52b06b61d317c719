import type { SendMessageCommand } from "@aws-sdk/client-sqs"
import { type DeadLetterRecord, derivedId, imageExample, MetadataExtracted } from "@darkroom/events"
import { busEvent, exampleEvent } from "@darkroom/testing"
import { afterEach, expect, it, vi } from "vitest"
import { redrive } from "../dead-letters/redrive.ts"
import { ConfirmationNeeded, UnknownDeadLetter } from "../errors.ts"
import { run } from "../program.ts"
import {
  entryOf,
  failedPart,
  fakeStage,
  fakeTerminal,
  memoryDeadLetters,
  sink,
  uploadedPart,
} from "../test-fixtures.ts"
import { list, purge, redriveLetters, register, show } from "./dlq.ts"

const failed = exampleEvent(MetadataExtracted)
const body = JSON.stringify(busEvent(failed))
const { id: eventId, correlationId } = failed.metadata
const event = { id: eventId, type: "MetadataExtracted", correlationId, origin: "upload" } as const

const tagging: DeadLetterRecord = {
  id: "letter-1",
  state: "dead",
  since: "2026-11-28T10:00:00.000Z",
  service: "tagging",
  subscriber: "Tagging",
  queue: "TaggingDeadLetters",
  class: "throttled",
  error: { name: "ThrottlingException", message: "Rate exceeded" },
  attempts: 5,
  event,
  imageId: imageExample.id,
  body,
}
const inBackfill: DeadLetterRecord = {
  ...tagging,
  id: "letter-2",
  since: "2026-11-28T11:00:00.000Z",
  event: { ...event, origin: "backfill" },
}
const broken: DeadLetterRecord = {
  ...tagging,
  id: "letter-3",
  since: "2026-11-28T12:00:00.000Z",
  service: "catalog",
  subscriber: "Catalog",
  class: "permanent",
  error: { name: "MalformedEvent", message: "The message: it is not JSON" },
  event: null,
  imageId: null,
  body: "{broken",
}
const undelivered: DeadLetterRecord = {
  ...tagging,
  id: "letter-4",
  since: "2026-11-28T13:00:00.000Z",
  service: "bus",
  subscriber: "bus",
  target: "CatalogEvents",
}

const url = (name: string) => `https://sqs.us-east-1.amazonaws.com/000000000000/${name}`
const subscriberOf = (name: string, queues: string[]) => ({
  service: name.toLowerCase(),
  name,
  rules: [],
  onReplay: "redo" as const,
  queues: queues.map(url),
  deadLetters: url(`${name}DeadLetters`),
})

afterEach(() => void (process.exitCode = undefined))

function start(letters: readonly DeadLetterRecord[] = [tagging, inBackfill, broken, undelivered]) {
  const sent: { queue: string | undefined; body: string | undefined }[] = []
  const published: string[] = []
  const { stage, entries } = fakeStage()
  const sqs = {
    send: vi.fn(async ({ input }: SendMessageCommand) => {
      sent.push({ queue: input.QueueUrl?.split("/").at(-1), body: input.MessageBody })
      return {}
    }),
  }
  const own = {
    ...stage,
    sqs: sqs as unknown as typeof stage.sqs,
    deadLetters: memoryDeadLetters(letters),
    operations: {
      ...stage.operations,
      subscribers: [
        subscriberOf("Tagging", ["TaggingEvents", "TaggingBackfill"]),
        subscriberOf("Catalog", ["CatalogEvents"]),
      ],
    },
    bus: {
      name: "events",
      send: async ({
        input: { Entries = [] },
      }: {
        input: { Entries?: { Detail?: string | undefined }[] | undefined }
      }) => {
        published.push(...Entries.map(({ Detail = "" }) => Detail))
        return { Entries: Entries.map(() => ({ EventId: "1" })) }
      },
    },
  }
  const states = async () => Promise.all(letters.map(async ({ id }) => (await own.deadLetters.get(id))?.state))
  return { io: fakeTerminal(own), stage: own, entries, sent, sqs, published, states }
}

const listed = (text: string) => [...text.matchAll(/^letter-\d/gm)].map(([id]) => id)

it("lists what was given up, newest first, as far as it is meant", async () => {
  const ids = async (options: object) => {
    const { io } = start()
    await list({ state: "dead", ...options }, io)
    return listed(io.written().stdout)
  }
  expect(await ids({})).toEqual(["letter-4", "letter-3", "letter-2", "letter-1"])
  expect(await ids({ service: "tagging" })).toEqual(["letter-2", "letter-1"])
  expect(await ids({ service: "Catalog" })).toEqual(["letter-3"])
  expect(await ids({ event: "MetadataExtracted", service: "bus" })).toEqual(["letter-4"])
  expect(await ids({ error: "MalformedEvent" })).toEqual(["letter-3"])
  expect(await ids({ error: "not JSON" })).toEqual(["letter-3"])
  expect(await ids({ class: "permanent" })).toEqual(["letter-3"])
  expect(await ids({ since: Date.now() - Date.parse("2026-11-28T11:30:00.000Z") })).toEqual(["letter-4", "letter-3"])
  expect(await ids({ state: "redriven" })).toEqual([])
})

it("lists as JSON, without payloads, and says where there are none", async () => {
  const { io } = start([tagging])
  await list({ state: "dead", json: true }, io)
  const { body: _, ...shown } = tagging
  expect(JSON.parse(io.written().stdout)).toEqual([shown])
  const none = start([])
  await list({ state: "dead" }, none.io)
  expect(none.io.written().stdout).toBe("There are none.\n")
})

it("shows what failed, why and since when, with the payload to be read", async () => {
  const { io } = start()
  await show("letter-1", {}, io)
  const { stdout } = io.written()
  expect(stdout).toContain("since       2026-11-28T10:00:00.000Z")
  expect(stdout).toContain("given up by Tagging (services/tagging)")
  expect(stdout).toContain("error       ThrottlingException: Rate exceeded")
  expect(stdout).toContain(`event       MetadataExtracted ${eventId}`)
  expect(stdout).toContain(`\n${JSON.stringify(busEvent(failed), null, 2)}\n`)
  await show("letter-3", {}, io)
  expect(io.written().stdout).toContain("\n\n{broken\n")
  await expect(show("letter-9", {}, io)).rejects.toThrow(UnknownDeadLetter)
})

it("sends each message to the queue that it came from, as it was, the oldest first", async () => {
  const { io, sent, states } = start()
  expect(await redriveLetters([], { all: true, rate: 1_000, yes: true }, io)).toBe(0)
  expect(sent).toEqual([
    { queue: "TaggingEvents", body },
    { queue: "TaggingBackfill", body },
    { queue: "CatalogEvents", body: "{broken" },
    { queue: "CatalogEvents", body },
  ])
  expect(await states()).toEqual(["redriven", "redriven", "redriven", "redriven"])
  expect(io.written().stdout).toBe("4 messages sent again\n")
  expect(await redriveLetters(["letter-1"], { rate: 1_000, yes: true }, io)).toBe(0)
  expect(sent).toHaveLength(4)
})

it("says which it would send, and sends none", async () => {
  const { io, sent, states } = start()
  expect(await redriveLetters([], { service: "tagging", rate: 1, dryRun: true }, io)).toBe(0)
  expect(listed(io.written().stdout)).toEqual(["letter-1", "letter-2"])
  expect(sent).toEqual([])
  expect(await states()).toEqual(["dead", "dead", "dead", "dead"])
})

it("has the photo's step shown as tried again, by the request that the gallery would make", async () => {
  const { io, entries, published } = start([tagging])
  const failure = {
    "failed:tagging": {
      ...(failedPart("tagging") as { "failed:tagging": object })["failed:tagging"],
      eventId: "letter-1",
    },
  }
  entries.set(imageExample.id, entryOf([uploadedPart, failure as object]))
  await redriveLetters(["letter-1"], { rate: 1_000, yes: true }, io)
  expect(published.map((detail) => JSON.parse(detail))).toMatchObject([
    {
      metadata: { id: derivedId("RetryRequested", imageExample.id, "tagging", "letter-1"), causationId: eventId },
      data: { image: imageExample, service: "tagging", failure: "letter-1" },
    },
  ])
})

it("requests nothing of a photo whose failure is another one by now", async () => {
  const { io, entries, published, sent } = start([tagging])
  entries.set(imageExample.id, entryOf([uploadedPart, failedPart("tagging")]))
  await redriveLetters(["letter-1"], { rate: 1_000, yes: true }, io)
  expect([sent.length, published.length]).toEqual([1, 0])
})

it("loses nothing when it is ended between sending a message and saying so", async () => {
  const { stage, sent, states } = start([tagging])
  const dying = { ...stage.deadLetters, settle: async () => Promise.reject(new Error("killed")) }
  await redrive({ ...stage, deadLetters: dying }, [tagging], { rate: 1_000 })
  expect(await states()).toEqual(["dead"])
  const { redriven } = await redrive(stage, [tagging], { rate: 1_000 })
  expect(redriven).toEqual(["letter-1"])
  // Whoever has handled the event drops the second.
  expect(sent.map(({ body: sentBody }) => sentBody)).toEqual([body, body])
})

it("goes on behind what cannot be sent, which stays dead, and exits 1", async () => {
  const gone = { ...tagging, id: "letter-0", since: "2026-11-28T09:00:00.000Z", subscriber: "Watermark" }
  const { io, states } = start([gone, tagging])
  expect(await redriveLetters([], { all: true, rate: 1_000, yes: true, json: true }, io)).toBe(1)
  expect(JSON.parse(io.written().stdout)).toEqual({
    dryRun: false,
    redriven: ["letter-1"],
    settled: [],
    failed: [{ id: "letter-0", message: "The dead letter letter-0 is for Watermark, which is not there any more" }],
  })
  expect(await states()).toEqual(["dead", "redriven"])
})

it("keeps to its rate, and stops between two messages", async () => {
  const { stage, sent } = start()
  const controller = new AbortController()
  const waits: number[] = []
  const wait = async (milliseconds: number) => {
    waits.push(Math.round(milliseconds))
    if (waits.length === 3) controller.abort()
  }
  const { signal } = controller
  const outcome = await redrive(stage, [tagging, inBackfill, broken], { rate: 2, signal, wait, now: () => 0 })
  expect(waits).toEqual([0, 500, 1_000])
  expect(outcome.redriven).toEqual(["letter-1", "letter-2"])
  expect(sent).toHaveLength(2)
})

it("purges what it is told to, and asks before", async () => {
  const { io, sent, states } = start()
  await expect(purge([], { service: "catalog" }, io)).rejects.toThrow(ConfirmationNeeded)
  expect(await purge([], { service: "catalog" }, { ...io, confirm: async () => false })).toBe(1)
  expect(await states()).toEqual(["dead", "dead", "dead", "dead"])
  expect(await purge([], { service: "catalog" }, { ...io, confirm: async () => true })).toBe(0)
  expect(await states()).toEqual(["dead", "dead", "purged", "dead"])
  expect(sent).toEqual([])
})

it.each([[["redrive"]], [["purge"]], [["redrive", "id", "--all"]], [["purge", "id", "--service", "tagging"]]])(
  "helps and exits 2 for %j, which does not say which are meant",
  async (args) => {
    const stderr = sink()
    await run([register], ["dlq", ...args], stderr.stream)
    expect(process.exitCode).toBe(2)
    expect(stderr.text()).toContain("name ids, or one or more filters, or --all")
  },
)
