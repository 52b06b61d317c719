import type { StepFailure } from "@darkroom/catalog-model"
import {
  busEventSchema,
  derivedId,
  ImageTagged,
  ImageUploaded,
  MetadataExtracted,
  RetryRequested,
} from "@darkroom/events"
import { photosSchema } from "@darkroom/gallery-api"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { photo, type PhotoSpec, startCatalog, startRoutes } from "./photos.fixture.ts"

let table: Awaited<ReturnType<typeof startCatalog>>
beforeAll(async () => void (table = await startCatalog()))
afterAll(() => table.close())

const failure = {
  time: "2026-11-21T11:59:00.000Z",
  eventId: derivedId("failure"),
  class: "throttled",
  message: "The service was too busy.",
  attempts: 5,
  event: { id: derivedId("event"), type: "MetadataExtracted" },
} as const satisfies StepFailure

async function put(spec: PhotoSpec) {
  const made = photo(spec)
  await table.put(made)
  return made
}

function start() {
  const started = startRoutes(table)
  const { routes } = started
  const retry = (photoId: string, step = "tagging", userId = "ada") =>
    routes.retryStep({ userId, params: { photoId }, query: undefined, body: { step } })
  const retryAll = (userId: string, service: string, failureClass: string) =>
    routes.retryAll({ userId, params: undefined, query: undefined, body: { service, class: failureClass } })
  const problemOf = async (photoId: string, userId = "ada") => {
    const listed = await routes.listPhotos({ userId, params: undefined, query: { limit: 100 }, body: undefined })
    return photosSchema.parse(listed).photos.find((shown) => shown.photoId === photoId)?.problem
  }
  return { ...started, retry, retryAll, problemOf }
}

const failedSpec = (parts: object = {}): PhotoSpec => ({ labels: null, parts: { "failed:tagging": failure, ...parts } })

/** The message that tagging gave up. */
function failedMessage(detailOf: (extracted: MetadataExtracted) => string): NonNullable<PhotoSpec["messages"]> {
  return (extracted) => {
    const { type, source } = extracted
    return { tagging: { eventId: failure.eventId, type, source, detail: detailOf(extracted) } }
  }
}

describe("retryStep", () => {
  it("sends the event that failed again, exactly as it was, and asks to have the step waited for", async () => {
    // The detail has what no schema of today knows.
    const detailOf = ({ metadata, data }: MetadataExtracted) =>
      JSON.stringify({ metadata: { ...metadata, mood: "good" }, data, more: 1 })
    const { id, record, extracted } = await put({ ...failedSpec(), messages: failedMessage(detailOf) })
    const detail = detailOf(extracted)
    const { retry, resent, published, problemOf } = start()
    expect(await problemOf(id)).toEqual({
      step: "tagging",
      code: "throttled",
      message: failure.message,
      retryable: true,
    })
    expect(await retry(id)).toEqual({ photos: 1 })
    await retry(id)
    expect(resent[0]).toMatchObject({ type: "MetadataExtracted", source: "darkroom.metadata", detail })
    expect(published).toMatchObject([
      {
        type: "RetryRequested",
        metadata: { causationId: extracted.metadata.id, correlationId: extracted.metadata.correlationId },
        data: { image: record.image, service: "tagging", failure: failure.eventId },
      },
      { metadata: { id: published[0]?.metadata.id } },
    ])
    const [requested] = published
    const { type, source, metadata, data } = requested as RetryRequested
    expect(RetryRequested.parse({ "detail-type": type, source, detail: { metadata, data } })).toEqual(requested)
  })

  it("keeps a claim check a claim check", async () => {
    const claim = { bucket: "output", key: "claims/x.json", bytes: 70_000 }
    const detailOf = ({ metadata }: MetadataExtracted) => JSON.stringify({ metadata, claim })
    const { id, extracted } = await put({ ...failedSpec(), messages: failedMessage(detailOf) })
    const { retry, resent } = start()
    await retry(id)
    expect(resent[0]?.detail).toBe(detailOf(extracted))
  })

  it("makes the event anew, under its own id, where its message was not kept or is another failure's", async () => {
    const other = { eventId: derivedId("other"), type: "X", source: "darkroom.x", detail: "{}" }
    const { event: _, ...early } = failure
    const { id, extracted } = await put({
      ...failedSpec({ "failed:tagging": early }),
      messages: () => ({ tagging: other }),
    })
    const { retry, resent } = start()
    await retry(id)
    expect(read(resent[0]!)).toEqual(extracted)
  })

  it("has nothing to try again where nothing failed", async () => {
    const [processed, waiting] = [await put({}), await put({ labels: null, uploadedAt: "2026-11-21T11:58:00.000Z" })]
    const retried = { time: failure.time, eventId: derivedId("r"), failure: failure.eventId }
    const again = await put(failedSpec({ "retried:tagging": retried }))
    const { retry, resent, published } = start()
    for (const { id } of [processed, waiting, again]) await expect(retry(id)).rejects.toMatchObject({ status: 409 })
    expect([resent, published]).toEqual([[], []])
  })

  it.each(["permanent", "unsupported"] as const)("does not try again what is %s", async (failureClass) => {
    const { id } = await put(failedSpec({ "failed:tagging": { ...failure, class: failureClass } }))
    const { retry, resent, problemOf } = start()
    expect(await problemOf(id)).toMatchObject({ retryable: false })
    await expect(retry(id)).rejects.toMatchObject({ status: 409 })
    expect(resent).toEqual([])
  })

  it("tries no service again whose message was not kept, unless it is a step", async () => {
    const parts = { "failed:catalog": { ...failure, event: null } }
    const { id } = await put({ labels: null, parts })
    const { retry, problemOf } = start()
    expect(await problemOf(id)).toMatchObject({ step: "catalog", retryable: false })
    await expect(retry(id, "catalog")).rejects.toMatchObject({ status: 409 })
  })
})

describe("a photo of which a step has taken longer than it may", () => {
  it("is stalled at the step that it waits for, whose event can be sent again", async () => {
    const { id, extracted } = await put({ labels: null, uploadedAt: "2026-11-21T11:44:59.000Z" })
    const { retry, resent, published, problemOf, wait } = start()
    expect(await problemOf(id)).toBeNull()
    wait(1)
    expect(await problemOf(id)).toMatchObject({ step: "tagging", code: "Stalled", retryable: true })
    await retry(id)
    expect(read(resent[0]!)).toEqual(extracted)
    expect(published).toMatchObject([{ data: { service: "tagging", failure: null } }])
  })

  it("waits for its metadata before anything else", async () => {
    const spec = { metadata: null, labels: null, thumbnail: false } as const
    const { id, uploaded } = await put({ ...spec, uploadedAt: "2026-11-21T11:00:00.000Z" })
    const { retry, resent, problemOf } = start()
    expect(await problemOf(id)).toMatchObject({ step: "metadata", code: "Stalled" })
    await expect(retry(id, "tagging")).rejects.toMatchObject({ status: 409 })
    await retry(id, "metadata")
    expect(read(resent[0]!)).toEqual(uploaded)
  })

  it("has as long once more when it is tried again", async () => {
    const retried = { time: "2026-11-21T11:45:00.000Z", eventId: derivedId("r") }
    const spec = { labels: null, uploadedAt: "2026-11-21T10:00:00.000Z", parts: { "retried:tagging": retried } }
    const { id } = await put(spec)
    const { problemOf, wait } = start()
    expect(await problemOf(id)).toBeNull()
    wait(1)
    expect(await problemOf(id)).toMatchObject({ code: "Stalled" })
  })
})

describe("a photo on which no decision comes", () => {
  const faces = ImageTagged.example.faces ?? []
  const spec: PhotoSpec = {
    owner: "shared",
    image: { profile: "images", key: "images/dog.jpg" },
    features: ["labels", "faces"],
    found: { faces },
    uploadedAt: "2026-11-21T10:00:00.000Z",
  }

  it("is stalled there, and has what was recognised sent again, under its own id", async () => {
    const { id, tagged } = await put(spec)
    const { retry, resent, problemOf } = start()
    expect(await problemOf(id, "shared")).toMatchObject({ step: "categorization", code: "Stalled", retryable: true })
    await retry(id, "categorization", "shared")
    const { source, type, detail } = resent[0]!
    expect(ImageTagged.parse({ source, "detail-type": type, detail: JSON.parse(detail) })).toEqual(tagged)
  })

  it("is not decided on by a part of what was recognised", async () => {
    const made = photo(spec)
    await table.put({ ...made, items: made.items.filter(({ sk }) => !String(sk).startsWith("FOUND#")) })
    const { retry, resent } = start()
    await expect(retry(made.id, "categorization", "shared")).rejects.toMatchObject({ status: 409 })
    expect(resent).toEqual([])
  })

  it("waits for its recognition first", async () => {
    const { id } = await put({ ...spec, labels: null, thumbnail: true })
    const { retry, problemOf } = start()
    expect(await problemOf(id, "shared")).toMatchObject({ step: "tagging", code: "Stalled" })
    await expect(retry(id, "categorization", "shared")).rejects.toMatchObject({ status: 409 })
  })

  it("is sent again as it is now: the original may have been moved", async () => {
    const moved = { time: failure.time, eventId: failure.eventId, bucket: "photos", key: "images/moved.jpg", etag: "e" }
    const parts = { moved: { ...moved, category: "success" as const }, "failed:categorization": failure }
    const { id } = await put({ ...spec, uploadedAt: "2026-11-21T11:58:00.000Z", parts })
    const { retry, resent, published } = start()
    await retry(id, "categorization", "shared")
    expect(JSON.parse(resent[0]!.detail)).toMatchObject({ data: { image: { key: "images/moved.jpg", etag: "e" } } })
    expect(published).toMatchObject([{ data: { image: { key: "images/moved.jpg" }, service: "categorization" } }])
  })
})

describe("retryAll", () => {
  it("tries the owner's photos again that failed there for the same reason", async () => {
    const owner = "retries"
    const wanted = [await put({ ...failedSpec(), owner }), await put({ ...failedSpec(), owner })]
    await put({ ...failedSpec({ "failed:tagging": { ...failure, class: "transient" } }), owner })
    await put({ owner, thumbnail: false, parts: { "failed:thumbnail": failure } })
    await put({ owner })
    await put({ ...failedSpec(), owner: "somebody else" })
    const { retryAll, resent, published } = start()
    expect(await retryAll(owner, "tagging", "throttled")).toEqual({ photos: 2 })
    const ids = wanted.map(({ id }) => id).sort()
    expect(resent.map(({ metadata }) => metadata.groupKey).sort()).toEqual(ids)
    expect(published.map(({ metadata }) => metadata.groupKey).sort()).toEqual(ids)
    expect(await retryAll(owner, "tagging", "permanent")).toEqual({ photos: 0 })
    expect(await retryAll("nobody", "tagging", "throttled")).toEqual({ photos: 0 })
  })

  it("takes 200 photos at a time", async () => {
    await table.put(...Array.from({ length: 203 }, () => photo({ ...failedSpec(), owner: "many" })))
    expect(await start().retryAll("many", "tagging", "throttled")).toEqual({ photos: 200 })
  })
})

/** What a subscriber makes of it. */
function read({ source, type, detail }: { source: string; type: string; detail: string }) {
  const event = busEventSchema.parse({ source, "detail-type": type, detail: JSON.parse(detail) })
  return (type === ImageUploaded.name ? ImageUploaded : MetadataExtracted).parse(event)
}
