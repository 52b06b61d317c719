import { ImageDeleted, VideoCopied, VideoMetadataExtracted, VideoUploaded } from "@darkroom/events"
import { on, queueHandler, scheduled, subscriber } from "@darkroom/lambda"
import { busEvent, exampleEvent, lambdaContext, sqsBatch, testRuntime } from "@darkroom/testing"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { completeJob } from "./complete-job.ts"
import { workOf } from "./completions-handler.ts"
import { handler as copiesHandler } from "./copies-handler.ts"
import { copyVideo } from "./copy-video.ts"
import { copyIn, lookIn } from "./decoders.fixture.ts"
import { forgetDeleted } from "./forget.ts"
import { generateVideo } from "./generate-video.fixture.ts"
import { handler } from "./handler.ts"
import type { InspectDeps } from "./inspect-deps.ts"
import { inspectVideo } from "./inspect-video.ts"
import { handler as jobsHandler } from "./jobs-handler.ts"
import { copied, extracted, jobsWorld, type JobTables, startJobTables } from "./jobs.fixture.ts"
import { queueCopied, queueJobs } from "./queue-jobs.ts"
import { sweep } from "./sweep.ts"

let tables: JobTables
beforeAll(async () => void (tables = await startJobTables(12)))
afterAll(() => tables.close())

describe("the function that looks at videos", () => {
  async function start() {
    const film = await generateVideo()
    const puts: string[] = []
    const inspectDeps: InspectDeps = {
      head: async () => ({ bytes: film.length, sha256: null }),
      readRange: async (_, first, last) => film.subarray(first, last + 1),
      look: lookIn(async (first, last) => film.subarray(first, last + 1)),
      putRendition: async ({ key }) => void puts.push(key),
      removeRendition: async () => {},
    }
    const world = jobsWorld(tables)
    const runtime = testRuntime("video")
    const run = subscriber(
      [
        on(VideoUploaded, (event) => inspectVideo(event, inspectDeps)),
        on(ImageDeleted, (event) => forgetDeleted(event, world.deps)),
      ],
      () => runtime,
    )
    return { runtime, puts, world, deliver: (body: object | string) => run(sqsBatch([body]), lambdaContext()) }
  }

  it("subscribes to videos and to their end", () => {
    expect(handler.subscriptions.map(({ type }) => type)).toEqual(["VideoUploaded", "ImageDeleted", "ImageReplaced"])
  })

  it("looks once at a video that is delivered twice, and writes its poster where photos have theirs", async () => {
    const { runtime, puts, deliver } = await start()
    const event = busEvent(exampleEvent(VideoUploaded))
    await deliver(event)
    await deliver(event)
    expect(runtime.published.map(({ type }) => type)).toEqual(["VideoMetadataExtracted"])
    const folder = `private/ada/resized/${VideoUploaded.example.video.id}`
    expect(puts.toSorted()).toEqual([`${folder}/1024.webp`, `${folder}/256.webp`])
  })

  it("gives up a malformed event without reading anything", async () => {
    const { runtime, puts, deliver } = await start()
    const event = exampleEvent(VideoUploaded)
    await deliver(busEvent({ ...event, data: { video: {} } }))
    await deliver("{")
    expect(runtime.deadLetters.map(({ failure }) => failure.name)).toEqual(["MalformedEvent", "MalformedEvent"])
    expect([puts, runtime.published]).toEqual([[], []])
  })

  it("forgets a video that is deleted, however often that is told", async () => {
    const { world, deliver } = await start()
    const { video } = extracted("video-1").data
    for (const label of ["once", "twice"]) await deliver(busEvent(exampleEvent(ImageDeleted, { image: video }, label)))
    expect(await world.records.read(video.id)).toMatchObject({ removed: true })
  })
})

describe("the function that copies videos", () => {
  async function start() {
    const film = await generateVideo({ encoder: "libvpx-vp9", muxer: "webm" })
    const puts: string[] = []
    const deps = {
      head: async () => ({ bytes: film.length, sha256: null }),
      records: { read: async () => undefined },
      makeCopy: copyIn(
        async (first, last) => film.subarray(first, last + 1),
        async (key) => void puts.push(key),
      ),
      removeCopy: async () => {},
    }
    const runtime = testRuntime("video")
    const run = subscriber([on(VideoMetadataExtracted, (event) => copyVideo(event, deps))], () => runtime)
    return { runtime, puts, deliver: (body: object | string) => run(sqsBatch([body]), lambdaContext()) }
  }
  const webm = () => extracted("video-1", { metadata: { codec: "vp9", container: "webm" } })

  it("subscribes to videos that can be read", () => {
    expect(copiesHandler.subscriptions.map(({ type }) => type)).toEqual(["VideoMetadataExtracted"])
  })

  it("copies once a video that is delivered twice", async () => {
    const { runtime, puts, deliver } = await start()
    await deliver(busEvent(webm()))
    await deliver(busEvent(webm()))
    expect(runtime.published).toMatchObject([
      { type: "VideoCopied", data: { copy: { bucket: "output", key: puts[0] } } },
    ])
    expect(puts).toHaveLength(1)
  })

  it("gives up a malformed event without copying anything", async () => {
    const { runtime, puts, deliver } = await start()
    const event = webm()
    await deliver(busEvent({ ...event, data: { ...event.data, metadata: {} } }))
    await deliver("{")
    expect(runtime.deadLetters.map(({ failure }) => failure.name)).toEqual(["MalformedEvent", "MalformedEvent"])
    expect([puts, runtime.published]).toEqual([[], []])
  })
})

describe("the function that begins jobs", () => {
  function start() {
    const world = jobsWorld(tables)
    const runtime = testRuntime("video")
    const run = subscriber(
      [
        on(VideoMetadataExtracted, (event) => queueJobs(event, world.deps)),
        on(VideoCopied, (event) => queueCopied(event, world.deps)),
      ],
      () => runtime,
    )
    return { world, runtime, deliver: (body: object) => run(sqsBatch([body]), lambdaContext()) }
  }

  it("subscribes to videos that can be read, and to copies", () => {
    expect(jobsHandler.subscriptions.map(({ type }) => type)).toEqual(["VideoMetadataExtracted", "VideoCopied"])
  })

  it("pays once for a video that is delivered twice, and once more where it is forgotten that it was handled", async () => {
    const { world, deliver } = start()
    await deliver(busEvent(extracted("video-1")))
    await deliver(busEvent(extracted("video-1")))
    await queueJobs(extracted("video-1"), world.deps)
    expect(world.rekognition.state.starts).toBe(1)
  })

  it("gives up a malformed event without asking Rekognition", async () => {
    const { world, runtime, deliver } = start()
    const event = extracted("video-1")
    await deliver(busEvent({ ...event, data: { ...event.data, metadata: { codec: 1 } } }))
    const copy = copied("video-1")
    await deliver(busEvent({ ...copy, data: { ...copy.data, copy: { key: "" } } }))
    expect(runtime.deadLetters.map(({ failure }) => failure.name)).toEqual(["MalformedEvent", "MalformedEvent"])
    expect(world.rekognition.state.starts).toBe(0)
  })
})

describe("the function that hears of the end of jobs", () => {
  async function start() {
    const world = jobsWorld(tables)
    const runtime = testRuntime("video")
    const run = queueHandler(
      async (record) => workOf(record, (completion) => completeJob(completion, world.deps)),
      () => runtime,
    )
    await queueJobs(extracted("video-1"), world.deps)
    return { world, runtime, deliver: (body: object | string) => run(sqsBatch([body]), lambdaContext()) }
  }
  const notification = (message: unknown, MessageId = "n-1") => ({
    Type: "Notification",
    MessageId,
    Message: JSON.stringify(message),
  })

  it("concludes once what is delivered twice, by SNS's envelope or without", async () => {
    const { world, runtime, deliver } = await start()
    const completion = world.rekognition.finish("job-1")
    for (const body of [notification(completion), notification(completion), completion]) await deliver(body)
    expect(world.tagged()).toHaveLength(1)
    expect(runtime.deadLetters).toEqual([])
  })

  it.each([
    ["no JSON", "{"],
    ["no completion", notification({ hello: 1 })],
    ["text", notification("hello")],
  ])("gives up what is malformed: %s", async (_, body) => {
    const { world, runtime, deliver } = await start()
    await deliver(body)
    expect(runtime.deadLetters[0]?.failure.name).toBe("MalformedEvent")
    expect(world.rekognition.running()).toHaveLength(1)
  })

  it("is tried again where S3 is away, and loses nothing", async () => {
    const { world, deliver } = await start()
    const completion = notification(world.rekognition.finish("job-1"))
    const { write } = world.documents
    world.documents.write = () => Promise.reject(new Error("S3 is away"))
    expect((await deliver(completion)).batchItemFailures).toHaveLength(1)
    expect([world.tagged().length, Object.keys((await world.slots.inUse()).leases).length]).toEqual([0, 1])
    world.documents.write = write
    await deliver(completion)
    expect(world.tagged()).toHaveLength(1)
  })
})

it("sweeps on a schedule, and one job that cannot be asked after holds up no other", async () => {
  const world = jobsWorld(tables)
  const runtime = testRuntime("video")
  for (const name of ["video-1", "video-2"]) await queueJobs(extracted(name), world.deps)
  for (const job of ["job-1", "job-2"]) world.rekognition.finish(job)
  world.clock.now += 3600_000
  const { get } = world.rekognition.recognition
  world.rekognition.recognition.get = (feature, jobId, nextToken) =>
    jobId === "job-1" ? Promise.reject(new Error("away")) : get(feature, jobId, nextToken)
  await scheduled(
    "sweep",
    () => sweep(world.deps),
    () => runtime,
  )()
  expect(world.tagged()).toHaveLength(1)
  expect(world.warnings).toEqual(["A job could not be asked after"])
})
