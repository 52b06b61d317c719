import { derivedId, ThumbnailGenerated } from "@darkroom/events"
import { facetsSchema, photoDetailSchema } from "@darkroom/gallery-api"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { photoLookup } from "./photo-lookup.ts"
import { NOW, photo, type PhotoSpec, startCatalog, startRoutes } from "./photos.fixture.ts"

let table: Awaited<ReturnType<typeof startCatalog>>
beforeAll(async () => void (table = await startCatalog()))
afterAll(() => table.close())

const call = (userId: string, photoId: string) => ({ userId, params: { photoId }, query: undefined, body: undefined })
const written = { time: new Date(NOW).toISOString(), eventId: derivedId("x") }

async function put(spec: PhotoSpec = {}) {
  const made = photo(spec)
  await table.put(made)
  return made
}

describe("getPhoto", () => {
  it("tells everything that is known", async () => {
    const { id } = await put({ name: "Sea.jpg" })
    const { routes } = startRoutes(table, { trip: [id], other: [] })
    const detail = await routes.getPhoto(call("ada", id))
    expect(photoDetailSchema.parse(detail)).toEqual(detail)
    expect(detail).toMatchObject({
      photoId: id,
      uploadId: "upload-1",
      name: "Sea.jpg",
      key: "private/ada/uploads/upload-1/Sea.jpg",
      status: "processed",
      problem: null,
      takenAt: { local: "2026-07-14T18:02:11", offset: "+02:00" },
      width: 3024,
      height: 4032,
      format: "jpeg",
      camera: { make: "Apple", model: "iPhone 15", iso: 64 },
      location: { latitude: 43.4674 },
      labels: [
        { name: "Dog", instances: [{ box: { left: 0.1, top: 0.2, width: 0.3, height: 0.4 } }] },
        { name: "Grass" },
      ],
      albums: [{ albumId: "trip", name: "Album trip" }],
      downloads: { original: "https://photos.test/private/ada/uploads/upload-1/Sea.jpg?as=Sea.jpg" },
      thumbnails: [{ width: 192, height: 256 }],
      trail: [{ type: "ImageUploaded", causationId: null }, { type: "MetadataExtracted" }, { type: "ImageTagged" }],
      decision: null,
      archived: null,
    })
  })

  it("tells of a photo of which little is known, whichever event came first", async () => {
    const { id } = await put({
      metadata: null,
      labels: null,
      thumbnail: false,
      parts: { uploadedAt: undefined } as object,
    })
    const detail = await startRoutes(table).routes.getPhoto(call("ada", id))
    expect(photoDetailSchema.parse(detail)).toMatchObject({
      status: "processing",
      uploadedAt: "2026-11-21T09:00:00.000Z",
      camera: null,
      location: null,
      format: null,
      sha256: null,
      labels: [],
      downloads: { renditions: [] },
    })
  })

  it("says why a photo was rejected, which no retry can change", async () => {
    const rejected = { ...written, reason: "DamagedImage" as const, message: "The picture data is damaged." }
    const { id } = await put({ parts: { rejected } })
    const { status, problem } = await startRoutes(table).routes.getPhoto(call("ada", id))
    expect([status, problem]).toEqual([
      "rejected",
      { step: "metadata", code: "DamagedImage", message: "The picture data is damaged.", retryable: false },
    ])
  })
})

it("has no photo of somebody else, none that is deleted and none that never was", async () => {
  const { routes, published, resent } = startRoutes(table)
  const { id: others } = await put({ owner: "grace" })
  const deleted = photo()
  const { pk, sk } = deleted.items[0]!
  await table.put({ ...deleted, items: [{ pk, sk, imageId: deleted.id, deletedAt: written.time }] })
  for (const id of [others, deleted.id, derivedId("never")]) {
    const missing = { status: 404, error: { code: "NotFound" } }
    await expect(routes.getPhoto(call("ada", id))).rejects.toMatchObject(missing)
    await expect(routes.deletePhoto(call("ada", id))).rejects.toMatchObject(missing)
    const retry = routes.retryStep({ ...call("ada", id), body: { step: "tagging" } })
    await expect(retry).rejects.toMatchObject(missing)
  }
  expect([published, resent]).toEqual([[], []])
})

describe("deletePhoto", () => {
  it("takes it from its albums and emits the same ImageDeleted, however often it is asked", async () => {
    const { id, record } = await put()
    const { routes, published, forgotten, wait } = startRoutes(table)
    await routes.deletePhoto(call("ada", id))
    wait(1000)
    await routes.deletePhoto(call("ada", id))
    expect(forgotten[0]).toBe(`ada ${id}`)
    expect(published.map(({ type }) => type)).toEqual(["ImageDeleted", "ImageDeleted"])
    expect(published[1]?.metadata.id).toBe(published[0]?.metadata.id)
    expect(published[0]).toMatchObject({
      source: "darkroom.gallery",
      metadata: { groupKey: id },
      data: { image: record.image, deletedAt: "2026-11-21T12:00:00.000Z" },
    })
  })
})

describe("getFacets", () => {
  it("counts labels, cameras and states of the owner's photos", async () => {
    const failure = { ...written, class: "throttled" as const, message: "Busy.", attempts: 5 }
    const canon = { make: "Canon", model: "Canon EOS R5" }
    for (const spec of [
      { labels: { Dog: 90, Cat: 54 } },
      { labels: { Dog: 55, Sea: 70 }, metadata: canon, early: true },
      { labels: null, metadata: canon },
      { labels: null, metadata: { make: null, model: null }, parts: { "failed:tagging": failure } },
    ])
      await put({ ...spec, owner: "facets" })
    const { routes, wait } = startRoutes(table)
    const ask = () => routes.getFacets({ userId: "facets", params: undefined, query: undefined, body: undefined })
    const expected = {
      labels: [
        { name: "Dog", count: 2 },
        { name: "Sea", count: 1 },
      ],
      cameras: [
        { name: "Canon EOS R5", count: 2 },
        { name: "Apple iPhone 15", count: 1 },
      ],
      total: 4,
      videos: 0,
      processing: 1,
      failed: 1,
    }
    expect(facetsSchema.parse(await ask())).toEqual(expected)
    await put({ owner: "facets" })
    wait(4999)
    expect((await ask()).total).toBe(4)
    wait(1)
    expect((await ask()).total).toBe(5)
  })

  it("asks again after an error", async () => {
    const { deps } = startRoutes(table)
    let asked = 0
    const flaky = {
      ...deps.catalog,
      glancesOfOwner: async () => {
        if (asked++ === 0) throw new Error("away")
        return { found: [], next: undefined }
      },
    }
    const { routes } = startRoutes({ catalog: flaky })
    const ask = () => routes.getFacets({ userId: "x", params: undefined, query: undefined, body: undefined })
    await expect(ask()).rejects.toThrow("away")
    expect(await ask()).toMatchObject({ total: 0 })
  })
})

describe("the lookup", () => {
  const { sha256 } = ThumbnailGenerated.example

  it("gives summaries of the owner's photos among others, in their order", async () => {
    const [first, second, others] = [await put(), await put(), await put({ owner: "grace" })]
    const { summariesOf } = photoLookup(startRoutes(table).deps)
    const summaries = await summariesOf("ada", [second.id, others.id, derivedId("never"), first.id])
    expect(summaries.map(({ photoId }) => photoId)).toEqual([second.id, first.id])
  })

  it("finds the owner's photo by its bytes, but none that was rejected", async () => {
    const { findByChecksum } = photoLookup(startRoutes(table).deps)
    const rejected = { ...written, reason: "DamagedImage" as const, message: "Damaged." }
    await put({ owner: "bytes", parts: { rejected } })
    expect(await findByChecksum("bytes", sha256)).toBeUndefined()
    const { id } = await put({ owner: "bytes" })
    expect(await findByChecksum("bytes", sha256)).toBe(id)
    expect(await findByChecksum("nobody", sha256)).toBeUndefined()
  })
})
