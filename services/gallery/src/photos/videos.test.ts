import { eventKey, ownerChecksum, recordKey, type Seen, seenCounts, seenItems } from "@darkroom/catalog-model"
import {
  type DarkroomEvent,
  derivedId,
  VideoCopied,
  VideoMetadataExtracted,
  videoExample,
  VideoTagged,
  VideoUploaded,
} from "@darkroom/events"
import { photoDetailSchema, photosSchema } from "@darkroom/gallery-api"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { photoLookup } from "./photo-lookup.ts"
import { NOW, photo, startCatalog, startRoutes } from "./photos.fixture.ts"

let table: Awaited<ReturnType<typeof startCatalog>>
beforeAll(async () => void (table = await startCatalog()))
afterAll(() => table.close())

const HOUR = 3_600_000
const sha256 = "fcde2b2edba56bf408601fb721fe9b5c338d10ee429ea04fae5511b68fbf8fb9"
const written = { time: "2026-11-21T09:00:10.000Z", eventId: derivedId("video") }
const seen: Seen = {
  ...VideoTagged.example,
  text: [{ text: "Beware", confidence: 90, segments: [{ start: 0, end: 500, confidence: 90 }] }],
}
const tagging = {
  ...written,
  labels: 1,
  names: JSON.stringify(["Dog", 96.2]),
  texts: JSON.stringify(["Beware", 90]),
  features: ["labels", "faces", "text"] as const,
  failed: [{ feature: "celebrities" as const, code: "AccessDenied", message: "Not allowed." }],
  counts: seenCounts(seen),
  skipped: null,
  modelVersion: "3.0",
}

/** A video as the catalog has it. */
async function put({ owner = "vera", name = "MVI_1.mov", uploadedAt = "2026-11-21T09:00:00.000Z", parts = {} } = {}) {
  const { metadata: value, poster } = VideoMetadataExtracted.example
  const record = {
    media: "video",
    video: { ...written, value },
    thumbnail: { ...written, ...poster },
    tagging,
    ...parts,
  }
  const made = photo({
    owner,
    name,
    uploadedAt,
    metadata: null,
    labels: null,
    thumbnail: false,
    parts: record as never,
  })
  await table.put({ ...made, items: [...made.items, ...seenItems(made.id, written, seen)] })
  return made
}

const call = (userId: string, photoId: string) => ({ userId, params: { photoId }, query: undefined, body: undefined })
const list = async (userId: string, query: object = {}) =>
  photosSchema.parse(await startRoutes(table).routes.listPhotos({ userId, params: undefined, query, body: undefined }))
    .photos

it("is told of like a photo, with what is its own", async () => {
  const { id } = await put()
  const detail = photoDetailSchema.parse(await startRoutes(table).routes.getPhoto(call("vera", id)))
  expect(detail).toMatchObject({
    media: "video",
    duration: 12_480,
    status: "processed",
    steps: [{ step: "video", state: "done" }],
    width: 1080,
    height: 1920,
    format: "mov",
    takenAt: { local: "2026-07-14T18:02:11" },
    camera: { make: "Apple", model: "iPhone 15", iso: null },
    location: { latitude: 43.4674 },
    thumbnails: [{ width: 144, height: 256 }],
    sha256,
    labels: [{ name: "Dog", instances: [], segments: VideoTagged.example.labels[0]!.segments }],
    missing: [{ feature: "celebrities" }],
    downloads: { original: expect.stringContaining("?as=MVI_1.mov") as string },
    problem: null,
  })
  expect(detail.video).toEqual({
    codec: "h264",
    audioCodec: "aac",
    frameRate: 29.97,
    rotation: 90,
    contentType: "video/mp4",
    skipped: null,
    play: "https://photos.test/private/vera/uploads/upload-1/MVI_1.mov?play=video%2Fmp4",
    faces: VideoTagged.example.faces,
    text: seen.text,
  })
  expect([detail.faces, detail.text]).toEqual([undefined, undefined])
})

it("is found among photos by what was seen and with what it was taken, and apart from them", async () => {
  const video = await put({ owner: "mixed" })
  const other = photo({ owner: "mixed" })
  await table.put(other)
  const facets = await startRoutes(table).routes.getFacets({
    userId: "mixed",
    params: undefined,
    query: undefined,
    body: undefined,
  })
  expect(facets).toMatchObject({ total: 2, videos: 1, cameras: [{ name: "Apple iPhone 15", count: 2 }] })
  const ids = async (query: object) => (await list("mixed", query)).map(({ photoId }) => photoId)
  expect(await ids({ media: "video" })).toEqual([video.id])
  expect(await ids({ media: "photo" })).toEqual([other.id])
  for (const query of [
    { camera: "Apple iPhone 15" },
    { near: "43.46,11.88" },
    { from: "2026-07-14", to: "2026-07-14" },
  ])
    expect((await ids(query)).toSorted()).toEqual([video.id, other.id].toSorted())
  expect(await ids({ text: "beware" })).toEqual([video.id])
})

it("is found by its bytes, as a photo is, but not one that was rejected", async () => {
  const { findByChecksum } = photoLookup(startRoutes(table).deps)
  const indexed = { ownerChecksum: ownerChecksum("twice", sha256) }
  const rejected = { ...written, reason: "DamagedVideo" as const, message: "Damaged." }
  await put({ owner: "twice", parts: { ...indexed, rejected } })
  expect(await findByChecksum("twice", sha256)).toBeUndefined()
  const { id } = await put({ owner: "twice", parts: indexed })
  expect(await findByChecksum("twice", sha256)).toBe(id)
})

it("says why nothing was looked for in it", async () => {
  const skipped = "Rekognition does not read MPEG-4."
  const { id } = await put({ owner: "skipped", parts: { tagging: { ...tagging, features: [], failed: [], skipped } } })
  const { status, video } = await startRoutes(table).routes.getPhoto(call("skipped", id))
  expect([status, video?.skipped, video?.text]).toEqual(["processed", skipped, undefined])
})

describe("a problem", () => {
  const problemOf = async (owner: string) => (await list(owner))[0]?.problem

  it("is that it was rejected, at its one step", async () => {
    const rejected = { ...written, reason: "DamagedVideo", message: "The video is damaged." }
    await put({ owner: "rejected", parts: { rejected } })
    expect(await problemOf("rejected")).toMatchObject({ step: "video", code: "DamagedVideo", retryable: false })
  })

  it("is why nothing could be looked for in it", async () => {
    await put({ owner: "in-vain", parts: { tagging: { ...tagging, features: [] } } })
    expect((await list("in-vain"))[0]).toMatchObject({
      status: "failed",
      problem: { step: "video", code: "AccessDenied", message: "Not allowed.", retryable: false },
    })
  })

  it("is none while it waits for its turn, and for an hour", async () => {
    const late = { time: new Date(NOW - HOUR).toISOString(), eventId: derivedId("late") }
    const parts = { tagging: undefined, video: { ...late, value: VideoMetadataExtracted.example.metadata } }
    await put({ owner: "waiting", parts })
    expect(await problemOf("waiting")).toBeNull()
    await put({ owner: "late", parts: { ...parts, video: { ...parts.video, time: written.time } } })
    expect(await problemOf("late")).toMatchObject({ step: "video", code: "Stalled" })
  })
})

describe("trying again", () => {
  const failure = { ...written, class: "transient" as const, message: "Away.", attempts: 5, event: null }

  it("sends what began it, until it has been read", async () => {
    const { id, record, uploaded } = await put({
      owner: "again",
      parts: { video: undefined, thumbnail: undefined, tagging: undefined, "failed:video": failure },
    })
    const { routes, resent, published } = startRoutes(table)
    await routes.retryStep({ ...call("again", id), body: { step: "video" } })
    const [event] = resent
    expect([event?.type, event?.source, event?.metadata.id]).toEqual([
      "VideoUploaded",
      "darkroom.ingest",
      uploaded.metadata.id,
    ])
    const { data } = JSON.parse(event!.detail) as { data: VideoUploaded["data"] }
    expect(VideoUploaded.schema.parse(data).video).toEqual(record.image)
    expect(published).toMatchObject([{ type: "RetryRequested", data: { service: "video", failure: written.eventId } }])
    expect(videoExample.profile).toBe(record.image?.profile)
  })

  it.each([true, false])(
    "sends what was read of it, just as it was, then on; it has a poster: %s",
    async (hasPoster) => {
      const made = photo({ owner: "read", metadata: null, labels: null, thumbnail: false })
      const poster = hasPoster ? VideoMetadataExtracted.example.poster : null
      const read = VideoMetadataExtracted.create(
        { ...VideoMetadataExtracted.example, video: made.record.image!, poster },
        { cause: made.uploaded, time: new Date(written.time) },
      )
      const { id: eventId, time, correlationId, causationId, origin, attempt } = read.metadata
      const entry = { ...eventKey(made.id, eventId), eventId, time, type: read.type, source: read.source }
      const video = { time, eventId, value: read.data.metadata }
      const parts = {
        media: "video",
        video,
        "failed:video": failure,
        ...(poster && { thumbnail: { ...video, ...poster } }),
      }
      const record = { ...recordKey(made.id), ...made.record, ...parts }
      const others = made.items.filter(({ sk }) => sk !== record.sk)
      await table.put({
        ...made,
        items: [...others, record, { ...entry, correlationId, causationId, origin, attempt }],
      })
      const { routes, resent } = startRoutes(table)
      await routes.retryStep({ ...call("read", made.id), body: { step: "video" } })
      const [{ type, source, detail }] = resent as [(typeof resent)[0]]
      const sent = { "detail-type": type, source, detail: JSON.parse(detail) as object }
      expect(VideoMetadataExtracted.parse(sent)).toEqual(read)
    },
  )

  it("sends what tells of its copy for Rekognition, once there is one: whoever made that drops what came before", async () => {
    const made = photo({ owner: "copied", metadata: null, labels: null, thumbnail: false })
    const read = VideoMetadataExtracted.create(
      { ...VideoMetadataExtracted.example, video: made.record.image! },
      { cause: made.uploaded, time: new Date(written.time) },
    )
    const { video, metadata } = read.data
    const copied = VideoCopied.create(
      { ...VideoCopied.example, video, metadata },
      { cause: read, time: new Date(Date.parse(written.time) + 1_000) },
    )
    const items = [read, copied].map(({ type, source, metadata: told }) => {
      const { id: eventId, time, correlationId, causationId, origin, attempt } = told
      return { ...eventKey(made.id, eventId), eventId, time, type, source, correlationId, causationId, origin, attempt }
    })
    const partOf = ({ metadata: { id: eventId, time } }: DarkroomEvent, value: object) => ({ eventId, time, ...value })
    const record = {
      ...recordKey(made.id),
      ...made.record,
      media: "video",
      video: partOf(read, { value: metadata }),
      copied: partOf(copied, { copy: copied.data.copy }),
    }
    const others = made.items.filter(({ sk }) => sk !== record.sk)
    await table.put({ ...made, items: [...others, record, ...items] })
    const { routes, resent, published, wait } = startRoutes(table)
    wait(24 * HOUR)
    await routes.retryStep({ ...call("copied", made.id), body: { step: "video" } })
    const [{ type, source, detail }] = resent as [(typeof resent)[0]]
    expect(VideoCopied.parse({ "detail-type": type, source, detail: JSON.parse(detail) as object })).toEqual(copied)
    expect(published).toMatchObject([{ type: "RetryRequested", data: { service: "video", failure: null } }])
  })
})
