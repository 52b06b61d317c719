import { imageExample } from "@darkroom/events"
import { expect, it } from "vitest"
import { photoReport, shownPhoto } from "./photo-report.ts"
import {
  doneParts,
  entryOf,
  failedPart,
  metadataPart,
  rejectedPart,
  taggingPart,
  thumbnailPart,
  uploadedPart,
} from "./test-fixtures.ts"

it("tells everything of a processed photo, and nothing of how the catalog keeps it", () => {
  const report = photoReport(entryOf(doneParts))
  expect(report).toMatchObject({
    imageId: imageExample.id,
    key: imageExample.key,
    status: "processed",
    reason: null,
    message: null,
    failures: [],
  })
  expect(report.metadata).toMatchObject({
    format: "jpeg",
    width: 3024,
    takenAt: { offset: "+02:00" },
    location: { latitude: 43.4674 },
  })
  expect(report.labels.map((label) => Object.keys(label))).toEqual([
    ["name", "confidence", "parents", "categories", "instances"],
  ])
  expect(report.renditions[0]).toMatchObject({ width: 192, height: 256, bytes: 9_120 })
})

it("falls back to the thumbnail's SHA-256", () => {
  const { metadata } = metadataPart
  const parts = [
    uploadedPart,
    { metadata: { ...metadata, value: { ...metadata?.value, sha256: null } } } as typeof metadataPart,
  ]
  expect(photoReport(entryOf(parts)).metadata?.sha256).toBeNull()
  expect(photoReport(entryOf([...parts, thumbnailPart])).metadata?.sha256).toMatch(/^2c26/)
})

it("gives a rejection its reason and message", () => {
  const report = photoReport(entryOf([uploadedPart, rejectedPart]))
  expect(report).toMatchObject({
    status: "rejected",
    reason: "NotSupportedImageType",
    message: "It is a PDF document.",
    metadata: null,
    labels: [],
  })
})

it("gives a failure its class and keeps the results of the other steps", () => {
  const report = photoReport(entryOf([uploadedPart, metadataPart, thumbnailPart, failedPart("tagging")]))
  expect(report).toMatchObject({ status: "failed", reason: "throttled", message: "tagging gave up." })
  expect(report.failures).toEqual([
    { service: "tagging", class: "throttled", message: "tagging gave up.", attempts: 5 },
  ])
  expect(report.renditions).toHaveLength(1)
})

it("says why a photo has no labels", () => {
  const skipped = { tagging: { ...taggingPart.tagging, labels: 0, skipped: "The photo is smaller than 50 pixels." } }
  expect(photoReport(entryOf([uploadedPart, metadataPart, thumbnailPart, skipped]))).toMatchObject({
    status: "processed",
    labelsSkipped: "The photo is smaller than 50 pixels.",
  })
})

it("shows owner, upload and steps beside it", () => {
  expect(shownPhoto(entryOf([uploadedPart, metadataPart]))).toMatchObject({
    owner: "ada",
    uploadedAt: "2026-11-21T09:30:00.000Z",
    status: "processing",
    steps: [
      { step: "metadata", state: "done" },
      { step: "tagging", state: "waiting" },
      { step: "thumbnail", state: "waiting" },
    ],
    deletedAt: null,
    replacedBy: null,
  })
})

it("says of a tombstone when, and what replaced the photo", () => {
  const deletedAt = "2026-11-22T08:00:00.000Z"
  expect(shownPhoto(entryOf([{ deletedAt }]))).toMatchObject({
    status: "deleted",
    message: `The photo was deleted at ${deletedAt}.`,
  })
  const { message } = shownPhoto(entryOf([{ deletedAt, replacedBy: "other" }]))
  expect(message).toBe(`Another upload under the same key replaced the photo at ${deletedAt}: other.`)
})
