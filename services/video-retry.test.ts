import { type DarkroomEvent, ProcessingFailed, VideoMetadataExtracted, VideoUploaded } from "@darkroom/events"
import { on, subscriber } from "@darkroom/lambda"
import { lambdaContext, sqsBatch, testRuntime } from "@darkroom/testing"
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest"
import { at, startCatalog, startTable, video } from "./catalog/src/catalog.fixture.ts"
import { startRoutes } from "./gallery/src/photos/photos.fixture.ts"
import { lookIn } from "./video/src/decoders.fixture.ts"
import { generateVideo } from "./video/src/generate-video.fixture.ts"
import { inspectVideo } from "./video/src/inspect-video.ts"
import { jobsWorld, type JobTables, startJobTables } from "./video/src/jobs.fixture.ts"
import { queueJobs } from "./video/src/queue-jobs.ts"

const HOUR = 3_600_000

let table: Awaited<ReturnType<typeof startTable>>
let jobTables: JobTables
let film: Buffer
beforeAll(async () => {
  table = await startTable()
  jobTables = await startJobTables(4)
  film = await generateVideo()
})
afterAll(async () => {
  await table.close()
  await jobTables.close()
})
beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: at(2) })
  return () => void vi.useRealTimers()
})

/** A video of whose way everything is there: the service, the catalog, and its owner, who tries again. */
function start() {
  const { uploaded, id } = video("vera")
  const catalog = startCatalog(table.client)
  const jobs = jobsWorld(jobTables)
  const runtime = testRuntime("video")
  const s3 = { away: false, looks: 0 }
  const deps = {
    head: async () => {
      s3.looks++
      if (s3.away) throw new Error("S3 is away")
      return { bytes: film.length, sha256: null }
    },
    readRange: async (_: unknown, first: number, last: number) => film.subarray(first, last + 1),
    look: lookIn(async (first, last) => film.subarray(first, last + 1)),
    putRendition: async () => {},
    removeRendition: async () => {},
  }
  const look = subscriber([on(VideoUploaded, (event) => inspectVideo(event, deps))], () => runtime)
  const watch = subscriber([on(VideoMetadataExtracted, (event) => queueJobs(event, jobs.deps))], () => runtime)
  const gallery = startRoutes({ catalog: catalog.reader })
  const retry = () =>
    gallery.routes.retryStep({ userId: "vera", params: { photoId: id }, query: undefined, body: { step: "video" } })

  /** What was sent again reaches everybody who subscribes to it. */
  async function deliverAgain() {
    for (const { type, source, detail } of gallery.resent.splice(0)) {
      const batch = sqsBatch([{ "detail-type": type, source, detail: JSON.parse(detail) as object }])
      await (type === "VideoUploaded" ? look : watch)(batch, lambdaContext())
    }
  }
  const upload = (...to: (typeof look)[]) => Promise.all(to.map((each) => each(batchOf(uploaded), lambdaContext())))
  return { uploaded, catalog, jobs, runtime, s3, look, retry, deliverAgain, upload, gallery }
}

function batchOf({ type, source, metadata, data }: DarkroomEvent) {
  return sqsBatch([{ "detail-type": type, source, detail: { metadata, data } }])
}

/** The dead letter of that event, told without a message that could be sent again. */
function failed(cause: DarkroomEvent): ProcessingFailed {
  const data = { ...ProcessingFailed.example, imageId: cause.metadata.groupKey, service: "video", body: "" }
  return ProcessingFailed.create({ ...data, class: "transient" as const }, { cause, time: at(15) })
}

it.each(["is heard of no more", "failed, and its message is not there"])(
  "a video that was read, and of whose recognition nothing is known: it %s; it is watched when it is tried again",
  async (how) => {
    const { uploaded, catalog, jobs, runtime, s3, look, retry, deliverAgain, upload } = start()
    await upload(look)
    const [extracted] = runtime.published
    await catalog.deliver(uploaded, extracted!)
    if (how.startsWith("failed")) await catalog.deliver(failed(extracted!))
    const looks = s3.looks
    expect(jobs.rekognition.state.starts).toBe(0)
    await retry()
    await deliverAgain()
    expect([jobs.rekognition.state.starts, s3.looks]).toEqual([2, looks])
    expect((await jobs.records.read(uploaded.metadata.groupKey))?.cause.metadata.id).toBe(extracted!.metadata.id)
  },
)

it("a video that could not be read is read when it is tried again, and watched once however often that is asked", async () => {
  const { uploaded, catalog, jobs, runtime, s3, look, retry, deliverAgain, upload, gallery } = start()
  s3.away = true
  await upload(look)
  await catalog.deliver(uploaded, failed(uploaded))
  s3.away = false
  await retry()
  await deliverAgain()
  const [extracted, ...others] = runtime.published
  expect([extracted?.type, others]).toEqual(["VideoMetadataExtracted", []])

  await catalog.deliver(extracted!, ...gallery.published)
  gallery.wait(2 * HOUR)
  for (let time = 0; time < 2; time++) await retry()
  await deliverAgain()
  expect(jobs.rekognition.state.starts).toBe(2)
})
