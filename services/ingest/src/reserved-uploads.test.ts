import { expect, it } from "vitest"
import { ingestObject } from "./ingest-object.ts"
import { memoryWorld } from "./world.fixture.ts"

const KEY = "private/ada/uploads/7d9f3c52-6f0b-4b0a-9d57-5e1f0f8f2c41/cat.jpg"

function start(state: "reserved" | "returned") {
  const world = memoryWorld()
  world.reservations.set(KEY, state)
  return { ...world, first: world.put(KEY, "e1") }
}

it("deletes what arrives after its reservation was given back, also after a crash", async () => {
  const { deps, first, objects } = start("returned")
  const crashing = { ...deps.objects, delete: () => Promise.reject(new Error("Crashed")) }
  await expect(ingestObject(first, { ...deps, objects: crashing })).rejects.toThrow("Crashed")
  expect(await ingestObject(first, deps)).toBeUndefined()
  expect(objects.has(KEY)).toBe(false)
})

it("keeps the photo's original when its form is posted again", async () => {
  const { deps, first, objects, put } = start("reserved")
  expect(await ingestObject(first, deps)).toHaveLength(1)
  expect(await ingestObject(put(KEY, "e1"), deps)).toBeUndefined()
  expect(objects.has(KEY)).toBe(true)
  expect(await ingestObject(first, deps)).toHaveLength(1)
})

it("makes one photo of a form that is posted twice when the later news comes first", async () => {
  const { deps, first, put } = start("reserved")
  const second = put(KEY, "e1")
  expect(await ingestObject(second, deps)).toHaveLength(1)
  expect(await ingestObject(first, deps)).toBeUndefined()
})

it("deletes a second post of a photo that its owner has deleted", async () => {
  const { deps, first, objects, put, uploads } = start("reserved")
  await ingestObject(first, deps)
  await deps.filings.markDeleted(uploads.get(KEY)!.imageId, deps.now())
  objects.delete(KEY)
  expect(await ingestObject(put(KEY, "e1"), deps)).toBeUndefined()
  expect(objects.has(KEY)).toBe(false)
})

it("deletes a second post of a photo whose original was moved", async () => {
  const { deps, first, objects, put, uploads } = start("reserved")
  await ingestObject(first, deps)
  uploads.set(KEY, { ...uploads.get(KEY)!, movedTo: "analyzed/cat.jpg" })
  expect(await ingestObject(put(KEY, "e1"), deps)).toBeUndefined()
  expect(objects.has(KEY)).toBe(false)
})

it("lets other bytes replace the photo: they did not come by the form", async () => {
  const { deps, first, put } = start("reserved")
  await ingestObject(first, deps)
  const events = (await ingestObject(put(KEY, "e2"), deps)) ?? []
  expect(events.map(({ type }) => type)).toEqual(["ImageUploaded", "ImageReplaced"])
})
