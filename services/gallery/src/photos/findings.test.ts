import type { ImageRecord } from "@darkroom/catalog-model"
import { decisionExample, derivedId, type Face, ImageTagged } from "@darkroom/events"
import { photoDetailSchema } from "@darkroom/gallery-api"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { NOW, photo, type PhotoSpec, startCatalog, startRoutes } from "./photos.fixture.ts"

let table: Awaited<ReturnType<typeof startCatalog>>
beforeAll(async () => void (table = await startCatalog()))
afterAll(() => table.close())

const box = (width: number) => ({ left: 0.1, top: 0.1, width, height: width })
const written = { time: "2026-11-20T00:00:00.000Z", eventId: derivedId("x") }
const key = "analyzed/success/1/IMG_1.jpg"

const example = ImageTagged.example.faces![0]!
const face = (width: number, more: Partial<Face> = {}): Face => ({ ...example, ...more, boundingBox: box(width) })
const text = (type: "line" | "word", content: string) => ({
  id: 0,
  parentId: null,
  type,
  text: content,
  confidence: 90,
  boundingBox: box(0.2),
  polygon: [{ x: 0.1, y: 0.2 }],
})

async function put(spec: PhotoSpec) {
  const made = photo(spec)
  await table.put(made)
  return made
}

async function detailOf(spec: PhotoSpec) {
  const { id, owner } = await put(spec)
  const { routes } = startRoutes(table)
  const detail = await routes.getPhoto({ userId: owner, params: { photoId: id }, query: undefined, body: undefined })
  expect(photoDetailSchema.parse(detail)).toEqual(detail)
  return detail
}

describe("what was found besides labels", () => {
  it("is told where it was asked for and answered, the largest face first, lines without their words", async () => {
    const seen = [
      { type: "Smile", value: "true", confidence: 90 },
      { type: "Beard", value: "false", confidence: 99 },
      { type: "Gender", value: "Female", confidence: 80 },
    ]
    const large = face(0.4, { emotions: [{ type: "HAPPY", confidence: 95 }], attributes: seen })
    const found = {
      faces: [face(0.1), large],
      text: [text("line", "Fresh bread"), text("word", "Fresh")],
      colors: [{ hex: "#8b4513", name: "saddlebrown", simplified: "brown", share: 31.4 }],
    }
    const detail = await detailOf({ features: ["labels", "faces", "text", "moderation"], found })
    expect(detail.faces?.map(({ box: { width } }) => width)).toEqual([0.4, 0.1])
    expect(detail.faces?.[0]).toMatchObject({
      emotions: [{ name: "HAPPY", confidence: 95 }],
      attributes: [
        { name: "Smile", confidence: 90 },
        { name: "Female", confidence: 80 },
      ],
    })
    expect(detail.text?.map((line) => line.text)).toEqual(["Fresh bread"])
    expect(detail.colors).toEqual([{ hex: "#8b4513", name: "saddlebrown", share: 31.4 }])
    expect(detail.moderation).toEqual([])
    expect(Object.keys(detail)).not.toContain("celebrities")
    expect(Object.keys(detail)).not.toContain("missing")
  })

  it("is not there where nobody asked, nor where an earlier catalog kept nothing of it", async () => {
    for (const spec of [{}, { early: true }, { labels: null }]) {
      const detail = await detailOf(spec)
      const told = ["faces", "text", "moderation", "celebrities", "colors", "missing"].filter((name) => name in detail)
      expect(told).toEqual([])
    }
  })

  it("is told to be missing where it could not be looked for", async () => {
    const failed = [{ feature: "faces" as const, code: "AccessDeniedException", message: "Not allowed." }]
    const detail = await detailOf({ features: ["labels"], failed })
    expect(detail.missing).toEqual([{ feature: "faces", message: "Not allowed." }])
    expect(Object.keys(detail)).not.toContain("faces")
  })

  it("is found by its words, as sure as asked for", async () => {
    const found = {
      text: [text("line", "Fresh Bréad"), text("line", "daily")],
      moderation: [{ name: "Alcohol", parent: null, level: 1, confidence: 70 }],
    }
    const { id } = await put({ owner: "reader", features: ["labels", "text", "moderation"], found })
    await put({ owner: "reader" })
    const { routes } = startRoutes(table)
    const search = async (query: { text?: string; minConfidence?: number; label?: string }) => {
      const { photos } = await routes.listPhotos({ userId: "reader", params: undefined, query, body: undefined })
      return photos.map(({ photoId }) => photoId)
    }
    for (const words of ["bread", "daily fresh", "alcohol dog"]) expect(await search({ text: words })).toEqual([id])
    expect(await search({ text: "alcohol", minConfidence: 80 })).toEqual([])
    expect(await search({ text: "cake" })).toEqual([])
    // A word that was read is no label.
    expect(await search({ label: "Alcohol", text: "bread" })).toEqual([])
  })
})

describe("a decision", () => {
  it("is told with its reason, and the photo where it is now", async () => {
    const parts: Partial<ImageRecord> = {
      categorization: { ...written, ...decisionExample, tagged: null, taggedAt: written.time },
      moved: { ...written, bucket: "photos", key, etag: "e", category: "success" },
    }
    const detail = await detailOf({ owner: "shared", image: { profile: "images", key: "images/IMG_1.jpg" }, parts })
    expect(detail).toMatchObject({
      status: "processed",
      key,
      decision: { category: "success", rules: "dogs", reason: decisionExample.reason },
      archived: null,
      downloads: { original: `https://photos.test/${key}?as=IMG_1.jpg` },
    })
  })

  it("is emitted with the deletion of the image where it is", async () => {
    const to = "private/ada/uploads/elsewhere/IMG_1.jpg"
    const moved = { ...written, bucket: "photos", key: to, etag: "e", category: "success" } as const
    const { id } = await put({ parts: { moved } })
    const { routes, published } = startRoutes(table)
    await routes.deletePhoto({ userId: "ada", params: { photoId: id }, query: undefined, body: undefined })
    expect(published[0]?.data).toMatchObject({ image: { id, key: to, etag: "e" } })
  })
})

describe("an archived photo", () => {
  const moved = { ...written, bucket: "photos", key, etag: "e", category: "success" } as const
  const archived = { ...written, key, storageClass: "GLACIER" }
  const restored = (until: string | null) => ({ time: "2026-11-20T12:00:00.000Z", eventId: derivedId("r"), key, until })

  it.each([
    ["never restored", undefined, false],
    ["restored", new Date(NOW + 1000).toISOString(), true],
    ["restored until a moment ago", new Date(NOW).toISOString(), false],
    ["whose restored copy has gone", null, false],
  ] as const)("%s has an original to download: %s, %s", async (_, until, has) => {
    const parts = { moved, archived, ...(until === undefined ? {} : { restored: restored(until) }) }
    const detail = await detailOf({ parts })
    expect(detail.archived).toEqual({ since: written.time, until: until ?? null })
    expect(detail.downloads.original !== null).toBe(has)
    expect(detail.downloads.renditions).toHaveLength(1)
  })
})
