import type { PutEventsCommand } from "@aws-sdk/client-eventbridge"
import { type FailedMessage, type ImageRecord, problemsOf, type TimelineEntry } from "@darkroom/catalog-model"
import { imageExample, ImageUploaded, MetadataExtracted } from "@darkroom/events"
import { exampleEvent } from "@darkroom/testing"
import { expect, it } from "vitest"
import { UnknownPhoto } from "../errors.ts"
import {
  entryOf,
  failedPart,
  fakeStage,
  fakeTerminal,
  metadataPart,
  rejectedPart,
  thumbnailPart,
  uploadedPart,
} from "../test-fixtures.ts"
import { retry } from "./retry.ts"

const { id: photo } = imageExample
const uploadedAt = Date.parse("2026-11-21T09:30:00.120Z")
const HOUR = 3_600_000

const timeline = [exampleEvent(ImageUploaded), exampleEvent(MetadataExtracted)].map((event): TimelineEntry => {
  const { type, source, metadata } = event
  const { correlationId, causationId, origin, attempt } = metadata
  return {
    eventId: type === "ImageUploaded" ? "e" : "m",
    time: metadata.time,
    type,
    source,
    correlationId,
    causationId,
    origin,
    attempt,
  }
})

/** One photo of these parts, and what was put on the bus. */
function start(parts: readonly Partial<ImageRecord>[], changes: { failed?: FailedMessage; stalled?: string[] } = {}) {
  const { stage, entries } = fakeStage()
  entries.set(photo, entryOf(parts, timeline))
  const put: { type: string | undefined; detail: { metadata: { id: string }; data: Record<string, unknown> } }[] = []
  let refusing = false
  const send = async ({ input: { Entries = [] } }: PutEventsCommand) => {
    if (refusing) return { Entries: Entries.map(() => ({ ErrorCode: "InternalFailure" })) }
    put.push(
      ...Entries.map(({ DetailType, Detail = "" }) => ({ type: DetailType, detail: JSON.parse(Detail) as never })),
    )
    return { Entries: Entries.map(() => ({ EventId: "1" })) }
  }
  const io = fakeTerminal({
    ...stage,
    bus: { name: "events", send },
    failedMessage: async () => changes.failed,
    stalled: async function* () {
      yield* changes.stalled ?? []
    },
  })
  const run = (step?: "tagging" | "thumbnail", options: { stalled?: boolean; json?: boolean } = {}) =>
    retry({ ...(options.stalled ? {} : { photo }), step }, { rate: 1_000, ...options }, io, () => uploadedAt + HOUR)
  return { io, put, run, refuse: () => void (refusing = true), entries }
}

const readParts = [uploadedPart, { metadata: { ...metadataPart.metadata!, eventId: "m" } }]
const types = (put: readonly { type: string | undefined }[]) => put.map(({ type }) => type)

it("sends what the stalled steps of a photo begin with once more, and asks to have them waited for", async () => {
  const { io, put, run } = start(readParts)
  expect(await run()).toBe(0)
  expect(types(put)).toEqual(["MetadataExtracted", "RetryRequested", "MetadataExtracted", "RetryRequested"])
  expect(put.map(({ detail }) => detail.metadata.id).filter((id) => id === "m")).toHaveLength(2)
  expect(put.flatMap(({ detail }) => detail.data["service"] ?? [])).toEqual(["thumbnail", "tagging"])
  expect(io.written().stdout).toContain("2 steps tried again.")
})

it("tries one step alone where it is named", async () => {
  const { put, run } = start(readParts)
  expect(await run("thumbnail")).toBe(0)
  expect(put.at(-1)).toMatchObject({
    type: "RetryRequested",
    detail: { data: { service: "thumbnail", failure: null } },
  })
  expect(put).toHaveLength(2)
})

it("sends a failed step's message exactly as it was", async () => {
  const { metadata, source, type } = exampleEvent(MetadataExtracted)
  const detail = JSON.stringify({ metadata, claim: { bucket: "output", key: "claims/x.json", bytes: 70_000 } })
  const failed: FailedMessage = { service: "tagging", source, type, detail, time: metadata.time, eventId: "e" }
  const { put, run } = start([...readParts, thumbnailPart, failedPart("tagging")], { failed })
  expect(await run()).toBe(0)
  expect(put[0]?.detail).toEqual(JSON.parse(detail))
  expect(put[1]).toMatchObject({ type: "RetryRequested", detail: { data: { service: "tagging", failure: "e" } } })
})

it("says why trying again cannot help, and fails", async () => {
  const { io, put, run } = start([uploadedPart, rejectedPart])
  expect(await run()).toBe(1)
  expect(put).toEqual([])
  expect(io.written().stdout).toContain("not tried again: It is a PDF document.")
})

it("has nothing to try where nothing is wrong", async () => {
  const { io, run } = start([
    ...readParts,
    thumbnailPart,
    { tagging: { time: "x", eventId: "t", labels: 0, skipped: null, modelVersion: null } },
  ])
  expect(await run("thumbnail")).toBe(0)
  expect(io.written().stdout).toContain("There is nothing to try again.")
})

it("tries all photos again that are known to be stalled, and of those the stalled steps alone", async () => {
  const failed = failedPart("thumbnail")
  const { io, put, run, entries } = start([...readParts, failed], { stalled: [photo, "gone"] })
  expect(
    problemsOf(entries.get(photo)!.record, uploadedAt + HOUR)
      .map(({ code }) => code)
      .toSorted(),
  ).toEqual(["Stalled", "throttled"])
  expect(await run(undefined, { stalled: true, json: true })).toBe(0)
  expect(types(put)).toEqual(["MetadataExtracted", "RetryRequested"])
  expect(JSON.parse(io.written().stdout)).toMatchObject([
    { photo, step: "tagging", code: "Stalled", event: { id: "m" } },
  ])
  const none = start(readParts)
  expect(await none.run(undefined, { stalled: true })).toBe(0)
  expect(none.io.written().stdout).toContain("No photo is stalled.")
})

it("says so where the photo is none, or the bus takes nothing", async () => {
  const { io, run, refuse } = start(readParts)
  await expect(retry({ photo: "nothing" }, { rate: 1 }, io)).rejects.toThrow(UnknownPhoto)
  refuse()
  await expect(run("thumbnail")).rejects.toThrow("MetadataExtracted")
})
