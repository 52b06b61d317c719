import { ImageDeleted, ImageReplaced, videoResponseKey } from "@darkroom/events"
import { exampleEvent } from "@darkroom/testing"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { completeJob } from "./complete-job.ts"
import { forgetDeleted, forgetReplaced } from "./forget.ts"
import { extracted, jobsWorld, type JobTables, startJobTables, type WorldOptions } from "./jobs.fixture.ts"
import { PATIENCE_MILLISECONDS, STARTING_MILLISECONDS } from "./leases.ts"
import { queueJobs } from "./queue-jobs.ts"
import { sweep } from "./sweep.ts"

const MINUTE = 60_000

let tables: JobTables
beforeAll(async () => void (tables = await startJobTables(40)))
afterAll(() => tables.close())

function start(options: WorldOptions = {}) {
  const world = jobsWorld(tables, options)
  const { deps, rekognition, clock } = world
  return {
    ...world,
    queue: (name: string, more: Parameters<typeof extracted>[1] = {}) => queueJobs(extracted(name, more), deps),
    running: () => rekognition.running().map(({ request: { key }, feature }) => `${key} ${feature}`),
    end: (id: string, status?: "FAILED") => completeJob(rekognition.finish(id, status), deps),
    sweepAfter: (milliseconds: number) => {
      clock.now += milliseconds
      return sweep(deps)
    },
    leases: async () => Object.keys((await world.slots.inUse()).leases).length,
  }
}

describe("a free slot", () => {
  it("is taken at once, live uploads before backfills and the oldest first", async () => {
    const { queue, running, end, entries } = start({ limit: 1 })
    await queue("video-1", { origin: "backfill" })
    for (const [name, origin] of [
      ["video-2", "backfill"],
      ["video-4", "upload"],
      ["video-3", "upload"],
    ] as const)
      await queue(name, { origin })
    const seen = []
    for (let job = 1; job <= 4; job++) {
      seen.push(...running())
      await end(`job-${job}`)
    }
    expect(seen.map((name) => name.slice(7, 14))).toEqual(["video-1", "video-3", "video-4", "video-2"])
    expect(await entries()).toEqual([])
  })

  it("is never one too many, however many begin at the same moment", async () => {
    const { queue, running, rekognition, tagged } = start({ limit: 3, rekognitionLimit: 100 })
    await Promise.all(Array.from({ length: 12 }, (_, index) => queue(`video-${index}`)))
    expect(running()).toHaveLength(3)
    expect(rekognition.state.most).toBe(3)
    expect(tagged()).toEqual([])
  })

  it("is taken by the next job when several jobs end at the same moment", async () => {
    const { queue, running, end, rekognition, tagged } = start({ limit: 3, rekognitionLimit: 3 })
    for (let index = 0; index < 9; index++) await queue(`video-${index}`)
    await Promise.all(["job-1", "job-2", "job-3"].map((id) => end(id)))
    expect(running()).toHaveLength(3)
    await Promise.all(rekognition.running().map(({ id }) => end(id)))
    await Promise.all(rekognition.running().map(({ id }) => end(id)))
    expect(tagged()).toHaveLength(9)
    expect(rekognition.state).toMatchObject({ most: 3, refused: 0 })
  })
})

describe("what Rekognition answers", () => {
  it("is read in full, kept, and told as stretches of time when the last feature has ended", async () => {
    const { queue, end, tagged, documents, leases } = start()
    const profile = "products"
    await queue("video-1", { profile })
    const { video } = extracted("video-1", { profile }).data
    for (const job of ["job-2", "job-1"]) await end(job)
    expect(tagged()).toEqual([])
    await end("job-3")
    const [{ data } = { data: undefined }] = tagged()
    expect(data).toMatchObject({
      features: ["labels", "faces", "text"],
      failed: [],
      labels: [
        {
          name: "Dog",
          confidence: 97,
          segments: [
            { start: 0, end: 500, confidence: 97 },
            { start: 4_000, end: 4_000 },
          ],
        },
      ],
      faces: { most: 1, segments: [{ start: 0, end: 0, confidence: 99 }] },
      text: [{ text: "EXIT" }],
      modelVersion: "3.0",
      skipped: null,
      response: { bucket: "output", key: videoResponseKey(video) },
    })
    const body = documents.stored.get(videoResponseKey(video))?.body as { labels: { Labels: unknown[] } }
    expect(Object.keys(body).sort()).toEqual(["faces", "labels", "text"])
    expect(body.labels.Labels).toHaveLength(3)
    expect(body.labels).not.toHaveProperty("NextToken")
    expect(await leases()).toBe(0)
  })

  it("is kept where another feature fails for good, which is named", async () => {
    const { queue, end, tagged } = start()
    await queue("video-1", { profile: "products" })
    // In the order of their names: faces, labels, text.
    await end("job-1", "FAILED")
    await end("job-2")
    await end("job-3")
    expect(tagged()[0]?.data).toMatchObject({
      features: ["labels", "text"],
      faces: null,
      failed: [
        {
          feature: "faces",
          code: "FAILED",
          message: "Faces could not be looked for: the recognition service could not finish.",
        },
      ],
    })
  })

  it("can be nothing: then every feature is named", async () => {
    const { queue, rekognition, tagged, leases } = start()
    rekognition.state.errors.push({ name: "AccessDeniedException" })
    await queue("video-1")
    expect(tagged()[0]?.data).toMatchObject({
      features: [],
      failed: [{ feature: "labels", code: "AccessDeniedException" }],
      response: null,
    })
    expect(await leases()).toBe(0)
  })

  it("is the same event however often the end is told, and however late", async () => {
    const { queue, end, tagged, clock } = start()
    await queue("video-1")
    await end("job-1")
    clock.now += 5 * MINUTE
    await end("job-1")
    await queue("video-1")
    expect(tagged()).toHaveLength(1)
  })
})

describe("a job that is refused for now", () => {
  it("waits, and fewer run until others end, where Rekognition has too many", async () => {
    const { queue, running, end, slots, rekognition, entries } = start({ limit: 5, rekognitionLimit: 3 })
    for (let index = 1; index <= 6; index++) await queue(`video-${index}`)
    expect(running()).toHaveLength(3)
    expect(await entries()).toHaveLength(3)
    expect((await slots.inUse()).limit).toBe(3)
    rekognition.state.limit = 5
    await end("job-1")
    expect((await slots.inUse()).limit).toBe(4)
    expect(running()).toHaveLength(4)
    for (const { id } of rekognition.running()) await end(id)
    for (const { id } of rekognition.running()) await end(id)
    expect((await slots.inUse()).limit).toBe(5)
  })

  it("begins with the sweep where nothing else is running", async () => {
    const { queue, running, sweepAfter, leases } = start({ rekognitionLimit: 0 })
    await queue("video-1")
    expect([running(), await leases()]).toEqual([[], 0])
    const other = start()
    other.rekognition.state.errors.push({ name: "ThrottlingException" })
    await other.queue("video-1")
    expect([other.running(), await other.leases()]).toEqual([[], 0])
    await other.sweepAfter(MINUTE)
    expect(other.running()).toHaveLength(1)
    await sweepAfter(MINUTE)
    expect(running()).toEqual([])
  })
})

describe("a job of which nothing is heard", () => {
  it("is asked after when its lease is over, and not before", async () => {
    const { queue, rekognition, sweepAfter, tagged } = start()
    await queue("video-1")
    rekognition.finish("job-1")
    await sweepAfter(PATIENCE_MILLISECONDS - MINUTE)
    expect(tagged()).toEqual([])
    await sweepAfter(MINUTE)
    expect(tagged()).toHaveLength(1)
  })

  it("keeps its slot as long as Rekognition is at work", async () => {
    const { queue, sweepAfter, running, leases, end, tagged } = start({ limit: 1 })
    await queue("video-1")
    await queue("video-2")
    for (let time = 0; time < 20; time++) await sweepAfter(PATIENCE_MILLISECONDS)
    expect([running(), await leases()]).toEqual([["labels/video-1.mp4 labels"], 1])
    await end("job-1")
    expect([running(), tagged()]).toMatchObject([["labels/video-2.mp4 labels"], [{}]])
  })

  it("is started again where Rekognition does not know it, three times at the most", async () => {
    const { queue, rekognition, sweepAfter, tagged, running, leases } = start({ limit: 1 })
    await queue("video-1")
    for (const job of ["job-1", "job-2"]) {
      rekognition.lose(job)
      await sweepAfter(PATIENCE_MILLISECONDS)
      expect(running()).toHaveLength(1)
    }
    rekognition.lose("job-3")
    await sweepAfter(PATIENCE_MILLISECONDS)
    expect(tagged()[0]?.data.failed).toMatchObject([{ code: "ResourceNotFoundException" }])
    expect([running(), await leases()]).toEqual([[], 0])
  })

  it("is the same job where it was started and the answer got lost", async () => {
    const { queue, rekognition, sweepAfter, end, tagged } = start()
    rekognition.state.errors.push({ name: "TimeoutError", afterStarting: true })
    await queue("video-1")
    await sweepAfter(MINUTE)
    expect(rekognition.state.starts).toBe(1)
    await end("job-1")
    expect(tagged()).toHaveLength(1)
  })

  it("is concluded by what Rekognition tells, where it ends before anybody knows its id", async () => {
    const { queue, rekognition, end, tagged, leases } = start()
    rekognition.state.errors.push({ name: "TimeoutError", afterStarting: true })
    await queue("video-1")
    await end("job-1")
    expect([tagged().length, await leases()]).toEqual([1, 0])
  })

  it("is given up where no start is ever answered", async () => {
    const { queue, rekognition, sweepAfter, tagged, leases } = start()
    rekognition.state.errors.push(...Array.from({ length: 200 }, () => ({ name: "InternalServerError" })))
    await queue("video-1")
    for (let time = 0; time < 102; time++) await sweepAfter(STARTING_MILLISECONDS)
    expect(tagged()[0]?.data.failed).toMatchObject([{ code: "NoAnswer" }])
    expect(await leases()).toBe(0)
  })
})

describe("a completion that is not true", () => {
  it.each([
    ["of no video", { JobId: "job-9", JobTag: "0f3f9d9a:labels:none" }],
    ["of others' jobs", { JobId: "job-9", JobTag: "their job" }],
    ["without a tag", { JobId: "job-9" }],
  ])("changes nothing: %s", async (_, message) => {
    const { queue, deps, running, tagged } = start()
    await queue("video-1")
    await completeJob({ Status: "SUCCEEDED", API: "StartLabelDetection", ...message }, deps)
    expect([running().length, tagged()]).toEqual([1, []])
  })

  it("changes nothing while the job runs, nor with the id of another", async () => {
    const { queue, deps, rekognition, running, tagged, leases } = start()
    await queue("video-1")
    const [{ request: { tag: JobTag }, id: JobId } = { request: { tag: "" }, id: "" }] = rekognition.running()
    const forged = { Status: "SUCCEEDED", API: "StartLabelDetection", JobTag }
    await completeJob({ ...forged, JobId }, deps)
    await completeJob({ ...forged, JobId: "job-77" }, deps)
    expect([running().length, tagged(), await leases()]).toEqual([1, [], 1])
  })
})

describe("a video that is deleted", () => {
  it("begins no job that waits, and keeps no answer of one that runs", async () => {
    const { queue, deps, end, tagged, documents, entries, leases, running } = start({ limit: 1 })
    const profile = "products"
    await queue("video-1", { profile })
    await queue("video-2")
    const { video } = extracted("video-1", { profile }).data
    await end("job-1")
    expect(documents.stored.size).toBe(1)
    await forgetDeleted(exampleEvent(ImageDeleted, { image: video }), deps)
    expect(documents.stored.size).toBe(0)
    expect((await entries()).filter((entry) => entry.includes(video.id))).toEqual([])
    await end("job-2")
    expect(running()).toEqual(["labels/video-2.mp4 labels"])
    await end("job-3")
    expect(tagged().map(({ data }) => data.video.key)).toEqual(["labels/video-2.mp4"])
    expect([documents.stored.size, await entries(), await leases()]).toEqual([1, [], 0])
  })

  it("begins nothing either where that is heard of first, or where another upload took its key", async () => {
    const { queue, deps, running, entries } = start()
    const { video } = extracted("video-1").data
    const { example } = ImageReplaced
    await forgetReplaced(
      exampleEvent(ImageReplaced, { ...example, imageId: video.id, replacedBy: { ...video, id: example.imageId } }),
      deps,
    )
    await queue("video-1")
    expect([running(), await entries()]).toEqual([[], []])
  })

  it("is named as gone where its turn comes before that is heard of", async () => {
    const { queue, gone, running, tagged } = start()
    gone.add(extracted("video-1").data.video.id)
    await queue("video-1")
    expect(running()).toEqual([])
    expect(tagged()[0]?.data.failed).toMatchObject([{ code: "OriginalGone" }])
  })
})

describe("a video", () => {
  it.each([
    [{ codec: "vp9", container: "webm" }, /video-1.mp4 is VP9 in WebM; Amazon Rekognition reads only H.264/],
    [{ codec: "hevc", container: "mov" }, /HEVC in MP4|HEVC in MOV/],
    [{ codec: "h264", container: "mp4", duration: 7 * 3600_000 }, /longer than the six hours/],
  ])("that Rekognition cannot read is not asked about: %o", async (metadata, skipped) => {
    const { queue, rekognition } = start()
    const event = await queue("video-1", { metadata })
    expect(event?.data).toMatchObject({ features: [], response: null, skipped: expect.stringMatching(skipped) })
    expect(rekognition.state.starts).toBe(0)
  })

  it("is asked about anew by a replay once all has ended, and not before", async () => {
    const { deps, end, tagged, rekognition } = start()
    const event = extracted("video-1")
    await queueJobs(event, deps)
    await queueJobs({ ...event, replayName: "again" }, deps)
    expect(rekognition.state.starts).toBe(1)
    await end("job-1")
    await queueJobs({ ...event, replayName: "again" }, deps)
    await end("job-2")
    const ids = tagged().map(({ metadata }) => metadata.id)
    expect([ids.length, new Set(ids).size]).toEqual([2, 2])
  })
})
