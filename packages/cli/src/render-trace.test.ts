import type { TimelineEntry } from "@darkroom/catalog-model"
import { expect, it } from "vitest"
import { renderTrace } from "./render-trace.ts"
import {
  doneParts,
  entryOf,
  failedPart,
  metadataPart,
  rejectedPart,
  thumbnailPart,
  uploadedPart,
} from "./test-fixtures.ts"
import { traceOf } from "./trace.ts"

const START = Date.parse("2026-11-21T09:30:00.120Z")

function event(
  type: string,
  service: string,
  after: number,
  cause: string | null,
  more: Partial<TimelineEntry> = {},
): TimelineEntry {
  const time = new Date(START + after).toISOString()
  const own = { eventId: `${type}@${after}`, type, source: `darkroom.${service}`, time, causationId: cause }
  return { ...own, correlationId: "c", origin: "upload", attempt: 1, ...more }
}

const uploaded = event("ImageUploaded", "ingest", 0, null)
const extracted = event("MetadataExtracted", "metadata", 85, uploaded.eventId, { note: "jpeg, 4032 x 3024" })
const thumbnail = event("ThumbnailGenerated", "thumbnail", 225, extracted.eventId, { note: "2 renditions" })
const tagged = event("ImageTagged", "tagging", 475, extracted.eventId, { note: "7 labels" })
const processed = event("ImageProcessed", "catalog", 487, tagged.eventId)

it("draws the events as a tree by cause, siblings by time, in columns", () => {
  const timeline = [processed, tagged, thumbnail, extracted, uploaded]
  expect(renderTrace(entryOf(doneParts, timeline)).split("\n")).toEqual([
    "ImageUploaded             ingest     09:30:00.120",
    "└─ MetadataExtracted      metadata   +85 ms        jpeg, 4032 x 3024",
    "   ├─ ThumbnailGenerated  thumbnail  +140 ms       2 renditions",
    "   └─ ImageTagged         tagging    +390 ms       7 labels",
    "      └─ ImageProcessed   catalog    +12 ms",
  ])
})

it("tells retries, replays and backfills", () => {
  const replayed = event("ImageTagged", "tagging", 9_000, extracted.eventId, {
    origin: "replay",
    attempt: 3,
    note: "7 labels",
  })
  const backfilled = { ...uploaded, origin: "backfill" as const }
  const text = renderTrace(entryOf(doneParts, [backfilled, extracted, replayed]))
  expect(text).toContain("+8915 ms      7 labels  attempt 3  replay")
  expect(text).toMatch(/^ImageUploaded .* backfill$/m)
})

it("makes an event a root whose cause is not among the photo's", () => {
  const orphan = event("ImageTagged", "tagging", 475, "gone")
  expect(renderTrace(entryOf(doneParts, [uploaded, orphan])).split("\n")).toEqual([
    "ImageUploaded  ingest   09:30:00.120",
    "ImageTagged    tagging  09:30:00.595",
  ])
})

it("draws branches past a subtree that is not the last", () => {
  const early = event("ImageTagged", "tagging", 100, extracted.eventId)
  const done = event("ImageProcessed", "catalog", 110, early.eventId)
  expect(renderTrace(entryOf(doneParts, [uploaded, extracted, early, done, thumbnail]))).toMatch(
    /^ {3}│ {2}└─ ImageProcessed/m,
  )
})

it("says what a photo waits for", () => {
  const entry = entryOf([uploadedPart, metadataPart, thumbnailPart], [uploaded, extracted, thumbnail])
  expect(renderTrace(entry).split("\n").at(-1)).toBe("still waiting for tagging")
  expect(
    renderTrace(entryOf([uploadedPart], [uploaded]))
      .split("\n")
      .at(-1),
  ).toBe("still waiting for metadata")
})

it("says what failed and what was rejected", () => {
  const failed = entryOf([uploadedPart, metadataPart, thumbnailPart, failedPart("tagging")], [uploaded, extracted])
  expect(renderTrace(failed).split("\n").at(-1)).toBe("tagging failed (throttled, attempt 5): tagging gave up.")
  expect(renderTrace(entryOf([uploadedPart, rejectedPart], [uploaded]))).toContain(
    "rejected (NotSupportedImageType): It is a PDF document.",
  )
})

it("measures each event from its cause", () => {
  const events = traceOf([tagged, uploaded, extracted])
  expect(events.map(({ type, millisecondsAfterCause }) => [type, millisecondsAfterCause])).toEqual([
    ["ImageUploaded", null],
    ["MetadataExtracted", 85],
    ["ImageTagged", 390],
  ])
  expect(Object.keys(events[0] ?? {})).toEqual([
    "id",
    "type",
    "source",
    "time",
    "causationId",
    "attempt",
    "origin",
    "note",
    "millisecondsAfterCause",
  ])
})
