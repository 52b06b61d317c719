import type { TimelineEntry } from "@darkroom/catalog-model"
import { MetadataExtracted } from "@darkroom/events"
import { expect, it } from "vitest"
import { AmbiguousPhoto, TooManyPhotos } from "./errors.ts"
import { findPhoto } from "./find-photo.ts"
import { entryOf, fakeStage, metadataPart } from "./test-fixtures.ts"

const ID = "0f3f9d9a-8e0b-5f0e-8a49-0d3c1c0c7b11"
const OTHER = "0f3f9d9a-0000-5f0e-8a49-0d3c1c0c7b11"
const CORRELATION = "c0443310-5a51-5d7e-93d7-2a6b1c9f0e77"
const SHA256 = MetadataExtracted.example.metadata.sha256 ?? ""

function start() {
  const { stage, entries } = fakeStage()
  const event = { eventId: "e", correlationId: CORRELATION } as TimelineEntry
  entries.set(ID, entryOf([metadataPart], [event, { ...event, eventId: "f" }], ID))
  const latestUpload = async (key: string) => (key === "images/dog.jpg" ? ID : undefined)
  return { stage: { ...stage, latestUpload }, entries }
}

it.each([
  ID,
  ID.toUpperCase(),
  "images/dog.jpg",
  `analyzed/success/${ID}/dog.jpg`,
  CORRELATION,
  SHA256,
  SHA256.toUpperCase(),
  "0f3f9d",
  "0F3F9D9A-8E",
])("finds a photo by %s", async (reference) => {
  expect((await findPhoto(start().stage, reference)).record.imageId).toBe(ID)
})

it.each([
  "images/cat.jpg",
  "7f3f9d9a-8e0b-5f0e-8a49-0d3c1c0c7b11",
  "analyzed/success/nobody/dog.jpg",
  "0".repeat(64),
  "0f3f9",
  "0f3f9e",
])("says that there is no %s", async (reference) => {
  await expect(findPhoto(start().stage, reference)).rejects.toThrow(reference)
})

it("names those that it may be where one has several", async () => {
  const { stage, entries } = start()
  entries.set(OTHER, entryOf([metadataPart], [], OTHER))
  await expect(findPhoto(stage, "0f3f9d9a")).rejects.toThrow(AmbiguousPhoto)
  await expect(findPhoto(stage, SHA256)).rejects.toThrow(`"${SHA256}" may be any of ${ID}, ${OTHER}`)
  expect((await findPhoto(stage, "0f3f9d9a-0")).record.imageId).toBe(OTHER)
})

it("does not look through more photos than a person would wait for", async () => {
  const { stage } = start()
  let pages = 0
  const photos = async function* () {
    for (; ; pages++) yield Array.from({ length: 1_000 }, () => ({ imageId: "x" }))
  }
  await expect(findPhoto({ ...stage, photos }, "abcdef")).rejects.toThrow(TooManyPhotos)
  expect(pages).toBeLessThan(30)
})
