import { derivedId, type ImageUploaded, OriginalFound } from "@darkroom/events"
import { on, subscriber } from "@darkroom/lambda"
import { busEvent, exampleEvent, lambdaContext, sqsBatch, testRuntime } from "@darkroom/testing"
import { describe, expect, it } from "vitest"
import { ingestFound } from "./ingest-found.ts"
import { ingestObject } from "./ingest-object.ts"
import { BUCKET, memoryWorld } from "./world.fixture.ts"

const KEY = "Incoming/cat.jpg"
const MP4 = Buffer.from("\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41", "latin1")

function start() {
  const world = memoryWorld()
  const runtime = testRuntime("ingest")
  const run = subscriber([on(OriginalFound, (event) => ingestFound(event, world.deps))], () => runtime)
  const find = (event: OriginalFound) => ingestFound(event, world.deps)
  return { world, runtime, find, deliver: (body: object) => run(sqsBatch([body]), lambdaContext()) }
}

const found = (changes: Partial<OriginalFound["data"]> = {}, label = "") =>
  exampleEvent(OriginalFound, { bucket: BUCKET, key: KEY, ...changes }, label)

const imageOf = (events: unknown) => (events as ImageUploaded[])[0]!.data.image

describe("what a backfill found", () => {
  it("becomes a photo, as old as the object is, of an origin of its own", async () => {
    const { world, find } = start()
    const { time } = world.put(KEY, "e1")
    world.wait(3_600_000)
    const events = await find(found())
    expect(events).toMatchObject([
      {
        type: "ImageUploaded",
        metadata: { origin: "backfill", causationId: null },
        data: { uploadedAt: time, image: { bucket: BUCKET, key: KEY, etag: "e1", bytes: 10, profile: "incoming" } },
      },
    ])
    const { id } = imageOf(events)
    expect((events as ImageUploaded[])[0]!.metadata).toMatchObject({
      groupKey: id,
      correlationId: derivedId("ImageUploaded", id),
    })
  })

  it("becomes a video where it begins like one, whatever its name", async () => {
    const { world, find } = start()
    world.put(KEY, "e1", MP4)
    expect(await find(found())).toMatchObject([{ type: "VideoUploaded", data: { video: { key: KEY } } }])
  })

  it.each([
    ["is not there", () => {}, "missing"],
    [
      "lies in the archive",
      (world: ReturnType<typeof memoryWorld>) => (world.put(KEY, "e1"), (world.objects.get(KEY)!.isArchived = true)),
      "archived",
    ],
  ] as const)("is skipped where it %s", async (_, prepare, reason) => {
    const { world, find } = start()
    prepare(world)
    const event = found()
    expect(await find(event)).toMatchObject({
      type: "OriginalSkipped",
      data: { row: event.data.row, key: KEY, reason },
    })
    expect(world.uploads.size).toBe(0)
  })

  it("is skipped where S3 has announced it before, and taken once more where that is asked for", async () => {
    const { world, find } = start()
    const [uploaded] = (await ingestObject(world.put(KEY, "e1"), world.deps))!
    expect(await find(found())).toMatchObject({ data: { reason: "known" } })
    const [again] = (await find(found({ again: true }))) as ImageUploaded[]
    expect(again!.data).toEqual(uploaded!.data)
    expect(again!.metadata.origin).toBe("backfill")
    expect(again!.metadata.id).not.toBe(uploaded!.metadata.id)
  })

  it("is skipped where another backfill, or an earlier row, has found it before", async () => {
    const { world, find } = start()
    world.put(KEY, "e1")
    await find(found())
    expect(await find(found({ row: "18" }, "18"))).toMatchObject({ data: { reason: "known" } })
  })

  it("is not taken where an upload that is newer has been announced", async () => {
    const { world, find } = start()
    const old = world.put(KEY, "e1")
    world.wait(5_000)
    await ingestObject({ ...old, etag: "e2", sequencer: "00FFFFFFFF00000000" }, world.deps)
    expect(await find(found())).toMatchObject({ data: { reason: "known" } })
  })

  it("is the same photo when S3's news of it comes afterwards", async () => {
    const { world, find } = start()
    const created = world.put(KEY, "e1")
    world.wait(100)
    await find(found())
    expect(await ingestObject(created, world.deps)).toBeUndefined()
  })

  it("is replaced by a later upload of the same bytes, which S3 announces", async () => {
    const { world, find } = start()
    world.put(KEY, "e1")
    const first = imageOf(await find(found()))
    world.wait(2_000)
    const events = (await ingestObject(world.put(KEY, "e1"), world.deps))!
    expect(events.map(({ type }) => type)).toEqual(["ImageUploaded", "ImageReplaced"])
    expect(events[1]!.data).toMatchObject({ imageId: first.id })
  })

  it("replaces what another backfill found under its key before", async () => {
    const { world, find } = start()
    world.put(KEY, "e1")
    const first = imageOf(await find(found()))
    world.wait(2_000)
    world.put(KEY, "e2")
    const events = (await find(found({}, "second"))) as ImageUploaded[]
    expect(events.map(({ type }) => type)).toEqual(["ImageUploaded", "ImageReplaced"])
    expect(events[1]!.data).toMatchObject({ imageId: first.id })
  })

  it("is nothing under a key that no profile takes", async () => {
    const { world, find } = start()
    world.put("elsewhere/cat.jpg", "e1")
    expect(await find(found({ key: "elsewhere/cat.jpg" }))).toBeUndefined()
  })
})

it("says the same again after a crash between register and event", async () => {
  const { world, find } = start()
  world.put(KEY, "e1")
  const [first, second] = [await find(found()), await find(found())] as ImageUploaded[][]
  expect([second![0]!.metadata.id, second![0]!.data]).toEqual([first![0]!.metadata.id, first![0]!.data])
})

it("says the same again after such a crash also where known objects are wanted again", async () => {
  const { world, find } = start()
  world.put(KEY, "e1")
  const event = found({ again: true })
  const [first, second] = [await find(event), await find(event)] as ImageUploaded[][]
  expect(second![0]!.metadata.id).toBe(first![0]!.metadata.id)
})

it("takes one object once, however often it is told of it", async () => {
  const { world, runtime, deliver } = start()
  world.put(KEY, "e1")
  const event = found()
  await deliver(busEvent(event))
  await deliver(busEvent(event))
  expect(runtime.published.map(({ type }) => type)).toEqual(["ImageUploaded"])
})

it("gives up a malformed event", async () => {
  const { runtime, deliver } = start()
  const event = found()
  await deliver(busEvent({ ...event, data: { ...event.data, key: "" } }))
  expect(runtime.deadLetters[0]?.failure.name).toBe("MalformedEvent")
})
