import type { PhotoSummary } from "@darkroom/gallery-api"
import { expect, it } from "vitest"
import { announcementOf } from "./announcement.ts"

type Status = PhotoSummary["status"]
const at = (statuses: Record<string, Status>) => new Map(Object.entries(statuses))

it("says nothing of the steps between", () => {
  expect(announcementOf(at({ a: "processing", b: "processing" }), at({ a: "processed", b: "processing" }))).toBeNull()
  expect(announcementOf(at({}), at({ a: "processing" }))).toBeNull()
})

it("says when all of them are ready", () => {
  expect(announcementOf(at({ a: "processing", b: "processed" }), at({ a: "processed", b: "processed" }))).toBe(
    "All photos are ready.",
  )
})

it("says that some failed, at once", () => {
  expect(announcementOf(at({ a: "processing", b: "processing" }), at({ a: "failed", b: "processing" }))).toBe(
    "1 photo could not be processed.",
  )
  expect(announcementOf(at({ a: "processing", b: "processing" }), at({ a: "rejected", b: "processed" }))).toBe(
    "1 photo could not be processed. All other photos are ready.",
  )
})

it("says nothing of photos that it has never seen at work", () => {
  expect(announcementOf(at({}), at({ a: "failed", b: "processed" }))).toBeNull()
})
