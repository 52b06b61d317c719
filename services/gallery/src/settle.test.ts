import {
  type DarkroomEvent,
  ImageDeleted,
  ImageRejected,
  ImageReplaced,
  ImageUploaded,
  imageIdOf,
  VideoRejected,
  VideoUploaded,
} from "@darkroom/events"
import { on, subscriber } from "@darkroom/lambda"
import { busEvent, exampleEvent, lambdaContext, sqsBatch, testRuntime } from "@darkroom/testing"
import { describe, expect, it } from "vitest"
import { albumMetadataTable, ARRIVALS, TABLE } from "./album-metadata-table.fixture.ts"
import { albumStore } from "./albums/album-store.ts"
import { MINUTE } from "./clock.ts"
import { quotaStore } from "./quota/quota.ts"
import { settlement } from "./quota/settlement.ts"
import { forgetDeleted, forgetReplaced, settleUpload } from "./settle.ts"
import { handler } from "./settle-handler.ts"

const { documents, newOwner, items } = albumMetadataTable()
const NOON = Date.UTC(2026, 10, 21, 12)
const SIZE = 100
const limits = { photosPerDay: 10, bytesPerDay: 10_000, parallelUploads: 10, bytesPerPhoto: 1000, bytesPerVideo: 1000 }

async function start({ album = false } = {}) {
  const time = { now: NOON }
  const options = { clock: { now: () => time.now }, wait: async () => {} }
  const albums = albumStore(documents, TABLE, options)
  const quota = quotaStore(documents, TABLE, { limits, arrivals: ARRIVALS, ...options })
  const deps = { albums, settle: settlement(documents, TABLE, options) }
  const owner = newOwner()
  const uploadId = `upload-${owner}`
  const { albumId } = await albums.create(owner, "Holiday")
  const wanted = { uploadId, name: "cat.jpg", size: SIZE, sha256: "0".repeat(64) }
  await quota.reserve(owner, [album ? { ...wanted, albumId } : wanted])
  const runtime = testRuntime("gallery")
  const run = subscriber(
    [
      on(ImageUploaded, (event) => settleUpload(event, deps)),
      on(ImageRejected, (event) => settleUpload(event, deps)),
      on(VideoUploaded, (event) => settleUpload(event, deps)),
      on(VideoRejected, (event) => settleUpload(event, deps)),
      on(ImageDeleted, (event) => forgetDeleted(event, deps)),
      on(ImageReplaced, (event) => forgetReplaced(event, deps)),
    ],
    () => runtime,
  )
  const deliver = async (...events: DarkroomEvent[]) => {
    for (const event of events)
      expect(await run(sqsBatch([busEvent(event)]), lambdaContext())).toEqual({ batchItemFailures: [] })
  }
  const used = () => quota.used(owner)
  return { albums, albumId, deliver, deps, owner, quota, run, runtime, time, uploadId, used }
}

type Started = Awaited<ReturnType<typeof start>>

/** The events of one photo that arrived by the upload's form. */
function photo({ owner, uploadId }: Pick<Started, "owner" | "uploadId">, sequencer = "01", bytes = SIZE) {
  const key = `private/${owner}/uploads/${uploadId}/cat.jpg`
  const id = imageIdOf("photos", key, sequencer)
  const image = { ...ImageUploaded.example.image, id, key, owner, sequencer, bytes }
  return {
    id,
    uploaded: exampleEvent(ImageUploaded, { image }, id),
    rejected: exampleEvent(ImageRejected, { image }, id),
    video: exampleEvent(VideoUploaded, { video: image }, id),
    videoRejected: exampleEvent(VideoRejected, { video: image }, id),
    deleted: exampleEvent(ImageDeleted, { image }, id),
    replacing: (imageId: string) => exampleEvent(ImageReplaced, { imageId, replacedBy: image }, id),
  }
}

/** Takes a delivery to be of an event that was never seen, as replaying it is. */
const replayed = <Event extends DarkroomEvent>(event: Event) => ({ ...event, replayName: `replay-${event.type}` })

it("subscribes to what begins and ends a photo", () => {
  expect(handler.subscriptions.map(({ type, source }) => [type, source])).toEqual([
    ["ImageUploaded", "darkroom.ingest"],
    ["ImageRejected", "darkroom.metadata"],
    ["VideoUploaded", "darkroom.ingest"],
    ["VideoRejected", "darkroom.video"],
    ["ImageDeleted", "darkroom.gallery"],
    ["ImageReplaced", "darkroom.ingest"],
  ])
})

describe("what arrives", () => {
  it("is not under way any more, and stays counted", async () => {
    const started = await start()
    await started.deliver(photo(started).uploaded)
    expect(await started.used()).toMatchObject({ photos: 1, bytes: SIZE, uploads: 0 })
    expect(await items(started.owner, "HELD#")).toEqual([])
  })

  it("is counted by its bytes", async () => {
    const started = await start()
    await started.deliver(photo(started, "01", 70).uploaded)
    expect(await started.used()).toMatchObject({ photos: 1, bytes: 70 })
  })

  it("is settled once, however often and in whichever order its events are delivered", async () => {
    const started = await start({ album: true })
    const { uploaded, rejected, id } = photo(started, "01", 70)
    await started.deliver(rejected, uploaded, uploaded, replayed(uploaded), replayed(rejected))
    expect(await started.used()).toMatchObject({ photos: 1, bytes: 70, uploads: 0 })
    expect(await started.albums.photoIds(started.owner, started.albumId)).toEqual([id])
  })

  it("may be a video, which is settled once too", async () => {
    const started = await start({ album: true })
    const { video, videoRejected, id } = photo(started, "01", 70)
    await started.deliver(videoRejected, video, video, replayed(video))
    expect(await started.used()).toMatchObject({ photos: 1, bytes: 70, uploads: 0 })
    expect(await started.albums.photoIds(started.owner, started.albumId)).toEqual([id])
  })

  it("is settled once by deliveries at the same moment", async () => {
    const started = await start({ album: true })
    const { uploaded } = photo(started, "01", 70)
    await Promise.all(Array.from({ length: 8 }, () => settleUpload(uploaded, started.deps)))
    expect(await started.used()).toMatchObject({ photos: 1, bytes: 70, uploads: 0 })
    expect((await started.albums.find(started.owner, started.albumId))?.photos).toBe(1)
  })

  it("is counted again where its reservation had been given back", async () => {
    const started = await start()
    await started.quota.cancel(started.owner, started.uploadId)
    await started.deliver(photo(started).uploaded)
    expect(await started.used()).toMatchObject({ photos: 1, bytes: SIZE, uploads: 0 })
  })

  it("is counted again where its reservation had expired", async () => {
    const started = await start()
    started.time.now += 20 * MINUTE
    expect(await started.used()).toMatchObject({ photos: 0, uploads: 0 })
    await started.deliver(photo(started).uploaded)
    expect(await started.used()).toMatchObject({ photos: 1, bytes: SIZE, uploads: 0 })
  })

  it("counts as one photo more where the form was used before", async () => {
    const started = await start({ album: true })
    const [first, second] = [photo(started, "01"), photo(started, "02")]
    await started.deliver(first.uploaded, second.uploaded, second.replacing(first.id))
    expect(await started.used()).toMatchObject({ photos: 2, bytes: 2 * SIZE, uploads: 0 })
    expect(await started.albums.photoIds(started.owner, started.albumId)).toEqual([second.id])
  })

  it("cannot be given back", async () => {
    const started = await start()
    await started.deliver(photo(started).uploaded)
    expect(await started.quota.cancel(started.owner, started.uploadId)).toBe(true)
    expect(await started.used()).toMatchObject({ photos: 1, bytes: SIZE })
  })
})

describe("the album that an upload is for", () => {
  it("gets the photo", async () => {
    const started = await start({ album: true })
    const { uploaded, id } = photo(started)
    await started.deliver(uploaded)
    expect(await started.albums.albumsOf(started.owner, id)).toEqual([{ albumId: started.albumId, name: "Holiday" }])
  })

  it("may be gone: the photo is counted all the same", async () => {
    const started = await start({ album: true })
    await started.albums.remove(started.owner, started.albumId)
    await started.deliver(photo(started).uploaded)
    expect(await started.used()).toMatchObject({ photos: 1, uploads: 0 })
    expect(await items(started.owner, "IN#")).toEqual([])
  })

  it("may hold it already", async () => {
    const started = await start({ album: true })
    const { uploaded, id } = photo(started)
    await started.albums.add(started.owner, started.albumId, id)
    await started.deliver(uploaded)
    expect(await started.albums.photoIds(started.owner, started.albumId)).toEqual([id])
    expect(await started.used()).toMatchObject({ uploads: 0 })
  })

  it("does not get it back by a replay after its owner took it out", async () => {
    const started = await start({ album: true })
    const { uploaded, id } = photo(started)
    await started.deliver(uploaded)
    await started.albums.take(started.owner, started.albumId, id)
    await started.deliver(replayed(uploaded))
    expect(await started.albums.photoIds(started.owner, started.albumId)).toEqual([])
  })

  it.each(["deleted first", "deleted last"])("loses it when it is %s", async (order) => {
    const started = await start({ album: true })
    const { uploaded, deleted } = photo(started)
    await started.deliver(...(order === "deleted first" ? [deleted, uploaded] : [uploaded, deleted, deleted]))
    expect(await started.albums.find(started.owner, started.albumId)).toMatchObject({ photos: 0 })
    expect(await started.albums.photoIds(started.owner, started.albumId)).toEqual([])
    expect(await started.used()).toMatchObject({ photos: 1, uploads: 0 })
  })
})

it.each([
  ["has no reservation", "private/{owner}/uploads/other/cat.jpg"],
  ["has no upload id", "private/{owner}/uploads/cat.jpg"],
  ["is deeper than what is signed", "private/{owner}/uploads/{uploadId}/deeper/cat.jpg"],
  ["is shared", "Incoming/cat.jpg"],
])("leaves an upload alone that %s", async (_, pattern) => {
  const started = await start()
  const { owner, uploadId } = started
  const key = pattern.replace("{owner}", owner).replace("{uploadId}", uploadId)
  const shared = pattern.startsWith("Incoming/") ? { owner: "shared", profile: "incoming" } : { owner }
  const image = { ...ImageUploaded.example.image, key, ...shared }
  await started.deliver(exampleEvent(ImageUploaded, { image }, key))
  expect(await started.used()).toMatchObject({ photos: 1, uploads: 1 })
})

it.each([
  ["no JSON", "{", "it is not JSON"],
  [
    "no image",
    { ...busEvent(exampleEvent(ImageDeleted)), detail: { metadata: exampleEvent(ImageDeleted).metadata, data: {} } },
    "data.image",
  ],
  ["a type that it does not take", { ...busEvent(exampleEvent(ImageUploaded)), "detail-type": "Else" }, "got Else"],
])("gives up a malformed event with %s, and says what is wrong", async (_, body, message) => {
  const { run, runtime } = await start()
  expect(await run(sqsBatch([body]), lambdaContext())).toEqual({ batchItemFailures: [] })
  expect(runtime.deadLetters[0]?.failure).toMatchObject({ class: "permanent", name: "MalformedEvent" })
  expect(runtime.deadLetters[0]?.failure.message).toContain(message)
})
