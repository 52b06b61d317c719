import { catalogReader, statusOf } from "@darkroom/catalog-model"
import { photosSchema } from "@darkroom/gallery-api"
import { derivedId } from "@darkroom/events"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { cameraName } from "./camera.ts"
import { writeCursor } from "./cursor.ts"
import { distanceKm } from "./distance.ts"
import type { ListQuery } from "./filters.ts"
import { listPhotos } from "./list-photos.ts"
import { fileNameOf } from "./names.ts"
import { NOW, type Photo, photo, type PhotoSpec, startCatalog, startRoutes } from "./photos.fixture.ts"
import { randomNumbers } from "./random-numbers.fixture.ts"
import { searchText } from "./search-text.ts"

let table: Awaited<ReturnType<typeof startCatalog>>
beforeAll(async () => void (table = await startCatalog()))
afterAll(() => table.close())

let owners = 0
const someone = () => `owner-${owners++}`
const at = (minutes: number) => new Date(NOW - minutes * 60_000).toISOString()

async function put(...specs: readonly PhotoSpec[]) {
  const owner = someone()
  const photos = specs.map((spec, index) => photo({ owner, uploadedAt: at(index), ...spec }))
  await table.put(...photos)
  return { owner, photos, ids: photos.map(({ id }) => id) }
}

/** Ids on one page, and the cursor behind it. */
async function page(owner: string, query: ListQuery, albums: Record<string, readonly string[]> = {}) {
  const listed = await startRoutes(table, albums).routes.listPhotos({
    userId: owner,
    params: undefined,
    query,
    body: undefined,
  })
  const { photos, cursor } = photosSchema.parse(listed)
  return { ids: photos.map(({ photoId }) => photoId), cursor }
}

/** Ids on all pages. */
async function all(owner: string, query: ListQuery, albums: Record<string, readonly string[]> = {}) {
  const found: string[] = []
  let cursor: string | null = null
  for (let pages = 0; pages < 200; pages++) {
    const next: Awaited<ReturnType<typeof page>> = await page(owner, cursor ? { ...query, cursor } : query, albums)
    found.push(...next.ids)
    cursor = next.cursor
    if (cursor === null) return found
  }
  throw new Error("The pages do not end")
}

describe("without filters", () => {
  it("gives the owner's photos by pages, newest upload first", async () => {
    const { owner, ids } = await put({}, {}, {}, {}, {})
    await put({})
    const first = await page(owner, { limit: 2 })
    expect(first.ids).toEqual(ids.slice(0, 2))
    const second = await page(owner, { limit: 2, cursor: first.cursor! })
    expect(second.ids).toEqual(ids.slice(2, 4))
    expect(await all(owner, { limit: 2 })).toEqual(ids)
  })

  it("shows photos of which little is known, and none that is deleted", async () => {
    const { owner, ids, photos } = await put({ metadata: null, labels: null, thumbnail: false }, {})
    const deleted = { imageId: ids[1], deletedAt: at(0) }
    const { pk, sk } = photos[1]!.items[0]!
    await table.put({ ...photos[1]!, items: [{ pk, sk, ...deleted }] })
    const { routes } = startRoutes(table)
    const { photos: listed } = await routes.listPhotos({ userId: owner, params: undefined, query: {}, body: undefined })
    expect(listed).toMatchObject([
      {
        photoId: ids[0],
        status: "processing",
        width: null,
        thumbhash: null,
        sha256: null,
        thumbnails: [],
        uploadId: "upload-1",
      },
    ])
    expect(listed).toHaveLength(1)
  })

  it("is empty for who has none", async () => {
    expect(await page("nobody", {})).toEqual({ ids: [], cursor: null })
  })
})

describe("a label alone", () => {
  it("gives the surest first, at 55 % or more unless asked otherwise", async () => {
    const { owner, ids } = await put({ labels: { Dog: 60 } }, { labels: { Dog: 99 } }, { labels: { Dog: 54.9 } })
    expect(await all(owner, { label: "Dog", limit: 1 })).toEqual([ids[1], ids[0]])
    expect(await all(owner, { label: "Dog", minConfidence: 50 })).toEqual([ids[1], ids[0], ids[2]])
    expect(await all(owner, { label: "Cat" })).toEqual([])
    expect(await all("nobody", { label: "Dog" })).toEqual([])
  })

  it("leaves out a photo whose record was buried before its labels", async () => {
    const { owner, photos } = await put({})
    const { pk, sk, imageId } = photos[0]!.items[0]!
    await table.put({ ...photos[0]!, items: [{ pk, sk, imageId, deletedAt: at(0) }] })
    expect(await all(owner, { label: "Dog" })).toEqual([])
  })
})

describe("filters", () => {
  it("on words compare file name, labels and camera without case and accents", async () => {
    const { owner, ids } = await put(
      { name: "Crème Brûlée.jpg", metadata: { make: "FUJIFILM", model: "X-T5" }, labels: { Dessert: 90, Cake: 40 } },
      { name: "beach.jpg", labels: { Sea: 80 } },
    )
    for (const text of ["creme", "BRULEE dessert", "x-t5 crème", "  fujifilm  "])
      expect(await all(owner, { text })).toEqual([ids[0]])
    expect(await all(owner, { text: "creme sea" })).toEqual([])
    expect(await all(owner, { text: "cake" })).toEqual([])
    expect(await all(owner, { text: "cake", minConfidence: 40 })).toEqual([ids[0]])
    expect(await all(owner, { text: "   " })).toEqual(ids)
  })

  it("on days take that on which it was taken, and the upload's where nothing tells", async () => {
    const takenAt = { local: "2026-07-14T23:59:59", offset: null, source: "x", offsetSource: "unknown" as const }
    const { owner, ids } = await put(
      { metadata: { takenAt } },
      { metadata: { takenAt: null }, uploadedAt: "2026-07-15T00:00:00.000Z" },
    )
    expect(await all(owner, { from: "2026-07-14", to: "2026-07-14" })).toEqual([ids[0]])
    expect(await all(owner, { from: "2026-07-15" })).toEqual([ids[1]])
    expect(await all(owner, { to: "2026-07-13" })).toEqual([])
  })

  it("on places take a distance along the earth, across the date line too", async () => {
    const place = (latitude: number, longitude: number) => ({
      metadata: { location: { latitude, longitude, altitude: null } },
    })
    const { owner, ids } = await put(place(0, 179.99), place(0, -179.99), place(1, 180), {
      metadata: { location: null },
    })
    expect(await all(owner, { near: "0,180" })).toEqual(ids.slice(0, 2))
    expect(await all(owner, { near: "0,180", radiusKm: 112 })).toEqual(ids.slice(0, 3))
    expect(await all(owner, { near: "0,180", radiusKm: 1 })).toEqual([])
    await expect(page(owner, { near: "91,0" })).rejects.toMatchObject({ status: 400 })
  })

  it("on a status find those under way, failed and rejected", async () => {
    const written = { time: at(0), eventId: derivedId("x") }
    const failure = { ...written, class: "throttled" as const, message: "Busy.", attempts: 5 }
    const { owner, ids } = await put(
      { labels: null },
      { labels: null, parts: { "failed:tagging": failure } },
      { parts: { rejected: { ...written, reason: "DamagedImage", message: "Damaged." } } },
      {
        labels: null,
        parts: { "failed:tagging": failure, "retried:tagging": { ...written, failure: failure.eventId } },
      },
      { parts: { "failed:notification": failure } },
    )
    expect(await all(owner, { status: "processing" })).toEqual([ids[0], ids[3]])
    expect(await all(owner, { status: "failed" })).toEqual([ids[1]])
    expect(await all(owner, { status: "rejected" })).toEqual([ids[2]])
    expect(await all(owner, { status: "processed" })).toEqual([ids[4]])
  })

  it("on an album give its photos that are the caller's own", async () => {
    const { owner, ids } = await put({}, { labels: { Cat: 90 } }, {})
    const { ids: others } = await put({})
    const albums = { trip: [ids[2]!, others[0]!, ids[1]!, derivedId("gone")] }
    expect(await all(owner, { albumId: "trip" }, albums)).toEqual([ids[1], ids[2]])
    expect(await all(owner, { albumId: "trip", limit: 1 }, albums)).toEqual([ids[1], ids[2]])
    expect(await all(owner, { albumId: "trip", label: "Cat" }, albums)).toEqual([ids[1]])
    await expect(page(owner, { albumId: "none" })).rejects.toMatchObject({ status: 404 })
  })

  it("on a large album go through all photos instead", async () => {
    const { owner, ids } = await put({}, {}, {})
    const many = [ids[2]!, ids[0]!, ...Array.from({ length: 1000 }, (_, index) => `other-${index}`)]
    expect(await all(owner, { albumId: "large", limit: 1 }, { large: many })).toEqual([ids[0], ids[2]])
  })

  it("on labels work for records of an earlier catalog", async () => {
    const { owner, ids } = await put({ early: true }, { early: true, labels: { Cat: 80 } }, { early: true, labels: {} })
    expect(await all(owner, { label: "Cat", text: "img" })).toEqual([ids[1]])
    expect(await all(owner, { text: "grass" })).toEqual([ids[0]])
  })

  it("combined find what looking at every photo finds", async () => {
    const numbers = randomNumbers(7)
    const { owner, photos } = await put(...Array.from({ length: 90 }, () => randomSpec(numbers)))
    const albums = { some: photos.filter(() => numbers.chance(0.5)).map(({ id }) => id) }
    for (let round = 0; round < 120; round++) {
      const query = randomQuery(numbers)
      const expected = naively(photos, query, albums)
      const found = await all(owner, query, albums)
      const told = JSON.stringify(query)
      // The index orders what was uploaded in the same moment as it likes.
      expect([...found].sort(), told).toEqual(expected.map(({ id }) => id).sort())
    }
  })
})

it("takes a confidence that is smaller than any that the table can hold for none", async () => {
  const { owner, ids } = await put({}, {})
  for (const query of [{}, { text: "img" }])
    expect((await page(owner, { ...query, label: "Dog", minConfidence: 1e-200 })).ids.toSorted()).toEqual(
      ids.toSorted(),
    )
})

describe("a cursor", () => {
  it("is of one search alone", async () => {
    const { owner } = await put({}, {}, {})
    const { cursor } = await page(owner, { limit: 1, text: "img" })
    expect((await page(owner, { limit: 2, text: "img", cursor: cursor! })).ids).toHaveLength(2)
    for (const query of [{ text: "jpg" }, {}, { label: "Dog" }])
      await expect(page(owner, { ...query, cursor: cursor! })).rejects.toMatchObject({ status: 400 })
  })

  it.each(["", "rubbish", "e30", Buffer.from('{"of":"x","at":{}}').toString("base64url")])(
    "%j is none",
    async (cursor) => {
      await expect(page("ada", { cursor })).rejects.toMatchObject({
        status: 400,
        error: { details: [{ path: "query.cursor" }] },
      })
    },
  )

  it.each<ListQuery>([{}, { text: "img" }, { label: "Dog" }])("of somebody else is none, of %j", async (query) => {
    const [ada, grace] = [await put({}, {}, {}), await put({}, {}, {})]
    const { cursor } = await page(ada.owner, { ...query, limit: 1 })
    expect(cursor).toEqual(expect.any(String))
    await expect(page(grace.owner, { ...query, cursor: cursor! })).rejects.toMatchObject({
      status: 400,
      error: { details: [{ path: "query.cursor" }] },
    })
  })

  it("that is made up leads to one's own photos alone", async () => {
    const [ada, grace] = [await put({}, {}, {}), await put({}, {}, {})]
    const { uploadedAt = "", imageId } = ada.photos[0]!.record
    const cursor = writeCursor(grace.owner, {}, { uploadedAt, imageId })!
    expect((await page(grace.owner, { cursor })).ids).toEqual(grace.ids.slice(1))
  })

  it.each([
    [54.9, {}],
    [69.9, { minConfidence: 70 }],
    [1e-200, { minConfidence: 0 }],
  ])("at a label that is %d per cent sure is none where that is too little for %j", async (confidence, filters) => {
    const { owner, ids } = await put({}, {})
    const query = { label: "Dog", ...filters }
    const cursor = writeCursor(owner, query, { confidence, imageId: ids[0]! })!
    await expect(page(owner, { ...query, cursor })).rejects.toMatchObject({ status: 400 })
  })

  it("comes with few results, or none, when the search has looked for long enough", async () => {
    const { owner, ids } = await put({}, {}, {}, {}, { name: "needle.jpg" })
    const { deps, wait } = startRoutes({ catalog: catalogReader(table.documents, "ImageMetadata") })
    const slow = {
      ...deps,
      catalog: {
        ...deps.catalog,
        glancesOfOwner: async (of: string, options = {}) => {
          wait(600)
          return deps.catalog.glancesOfOwner(of, { ...options, limit: 2 })
        },
      },
    }
    const seen: string[][] = []
    let cursor: string | null = null
    do {
      const listed = await listPhotos(owner, { text: "needle", ...(cursor ? { cursor } : {}) }, slow)
      seen.push(listed.photos.map(({ photoId }) => photoId))
      cursor = listed.cursor
    } while (cursor)
    expect(seen).toEqual([[], [], [ids[4]]])
  })
})

type Numbers = ReturnType<typeof randomNumbers>
const makers = [
  ["Apple", "iPhone 15"],
  ["Canon", "Canon EOS R5"],
  [null, null],
] as const

function randomSpec(numbers: Numbers): PhotoSpec {
  const [make, model] = numbers.pick(makers)
  const day = 1 + numbers.below(28)
  const local = `2026-02-${String(day).padStart(2, "0")}T10:00:00`
  const takenAt = { local, offset: null, source: "x", offsetSource: "unknown" as const }
  const location = { latitude: numbers.below(4), longitude: numbers.below(4), altitude: null }
  const metadata = {
    make,
    model,
    takenAt: numbers.chance(0.7) ? takenAt : null,
    location: numbers.chance(0.7) ? location : null,
  }
  const names = ["Dog", "Cat", "Sea", "Été"].filter(() => numbers.chance(0.5))
  return {
    name: `${numbers.pick(["Sommer", "Winter", "Été"])} ${numbers.below(3)}.jpg`,
    uploadedAt: `2026-02-${String(1 + numbers.below(28)).padStart(2, "0")}T10:00:00.000Z`,
    metadata: numbers.chance(0.9) ? metadata : null,
    labels: numbers.chance(0.9) ? Object.fromEntries(names.map((name) => [name, 30 + numbers.below(70)])) : null,
    thumbnail: numbers.chance(0.9),
    early: numbers.chance(0.2),
  }
}

function randomQuery(numbers: Numbers): ListQuery {
  const maybe = (query: ListQuery) => (numbers.chance(0.35) ? query : {})
  return {
    ...maybe({ label: numbers.pick(["Dog", "Cat", "Nothing"]) }),
    ...maybe({ minConfidence: 30 + numbers.below(70) }),
    ...maybe({ camera: numbers.pick(["apple iphone 15", "Canon EOS R5", "Leica"]) }),
    ...maybe({ from: "2026-02-10" }),
    ...maybe({ to: "2026-02-20" }),
    ...maybe({ near: "1,1", radiusKm: numbers.pick([1, 120, 300]) }),
    ...maybe({ text: numbers.pick(["ete", "SOMMER", "winter sea", "apple", "1.jpg"]) }),
    ...maybe({ status: numbers.pick(["processing", "processed"] as const) }),
    ...maybe({ albumId: "some" }),
    limit: 1 + numbers.below(30),
  }
}

/** What the query means, filter by filter. */
function naively(photos: readonly Photo[], query: ListQuery, albums: Record<string, readonly string[]>): Photo[] {
  const { minConfidence = 55, radiusKm = 10 } = query
  return photos.filter(({ id, record, labels }) => {
    const value = record.metadata?.value
    const camera = (value && cameraName(value)) ?? ""
    const sure = record.tagging ? labels.filter((label) => label.confidence >= minConfidence) : []
    const names = sure.map(({ name }) => name)
    const day = (value?.takenAt?.local ?? record.uploadedAt!).slice(0, 10)
    const [latitude, longitude] = (query.near ?? "0,0").split(",").map(Number) as [number, number]
    const words = searchText(query.text ?? "").split(" ")
    const text = searchText([fileNameOf(record.image!.key), camera, ...names].join(" | "))
    return [
      query.label === undefined || names.includes(query.label),
      query.camera === undefined || searchText(camera) === searchText(query.camera),
      query.from === undefined || day >= query.from,
      query.to === undefined || day <= query.to,
      !query.near || (value?.location ? distanceKm({ latitude, longitude }, value.location) <= radiusKm : false),
      words.every((word) => text.includes(word)),
      query.status === undefined || statusOf(record) === query.status,
      query.albumId === undefined || albums[query.albumId]?.includes(id),
    ].every(Boolean)
  })
}
