import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { ImageDeleted, type VideoCopied } from "@darkroom/events"
import { exampleEvent } from "@darkroom/testing"
import { forgetDeleted } from "./forget.ts"
import { copied, extracted, type JobTables, startJobs, startJobTables, type WorldOptions } from "./jobs.fixture.ts"
import { queueCopied, queueJobs } from "./queue-jobs.ts"

let tables: JobTables
beforeAll(async () => void (tables = await startJobTables(20)))
afterAll(() => tables.close())
const start = (options: WorldOptions = {}) => startJobs(tables, options)

describe("a video", () => {
  it.each([
    [
      { codec: "vp9", container: "webm", duration: 3600_000 },
      /video-1.mp4 is VP9 in WebM, .* too long to be converted/,
    ],
    [{ codec: "hevc", width: 7680, height: 4320, duration: 600_000 }, /is HEVC in MOV, .* too long to be converted/],
    [{ codec: "h264", container: "mp4", duration: 7 * 3600_000 }, /longer than the six hours/],
  ])("that Rekognition cannot read is not asked about: %o", async (metadata, skipped) => {
    const { queue, rekognition } = start()
    const event = await queue("video-1", { metadata })
    expect(event?.data).toMatchObject({ features: [], response: null, skipped: expect.stringMatching(skipped) })
    expect(rekognition.state.starts).toBe(0)
  })

  it.each([{ codec: "vp9", container: "webm" }, { codec: "hevc" }, { container: "mkv" }])(
    "that Rekognition reads by a copy alone waits for it: %o",
    async (metadata) => {
      const { queue, rekognition, entries } = start()
      expect(await queue("video-1", { metadata })).toBeUndefined()
      expect([rekognition.state.starts, await entries()]).toEqual([0, []])
    },
  )

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

describe("a video's copy", () => {
  function startCopied(options: WorldOptions = {}) {
    const world = start(options)
    const { stored } = world.documents
    const copies = () => [...stored.keys()].filter((key) => key.startsWith("copies/"))
    const put = ({ data }: VideoCopied) => void stored.set(data.copy.key, { body: null, metadata: {}, etag: "copy" })
    const queueCopy = (event: VideoCopied) => {
      put(event)
      return queueCopied(event, world.deps)
    }
    return { ...world, copies, queueCopy }
  }

  it("is what Rekognition looks at, and is removed with the last job", async () => {
    const { queueCopy, copies, running, end, tagged } = startCopied()
    const event = copied("video-1", { profile: "private-uploads" })
    await queueCopy(event)
    expect(running().map((job) => job.split(" ")[0])).toEqual(["copies/video-1.mp4", "copies/video-1.mp4"])
    await end("job-1")
    expect([copies(), tagged()]).toEqual([["copies/video-1.mp4"], []])
    await end("job-2", "FAILED")
    expect([copies(), tagged().length]).toEqual([[], 1])
    const { video, metadata, failed, skipped } = tagged()[0]!.data
    expect({ video, metadata, skipped }).toEqual({
      video: event.data.video,
      metadata: event.data.metadata,
      skipped: null,
    })
    expect(failed).toHaveLength(1)
  })

  it("is looked at once, and is not left behind by a delivery that comes when all is done", async () => {
    const { queueCopy, copies, end, rekognition, tagged } = startCopied()
    await queueCopy(copied("video-1"))
    await queueCopy(copied("video-1"))
    expect(copies()).toEqual(["copies/video-1.mp4"])
    await end("job-1")
    await queueCopy(copied("video-1"))
    expect([copies(), rekognition.state.starts, tagged().length]).toEqual([[], 1, 1])
  })

  it("of a replay is removed where the jobs of the first run are still under way, and looked at where they are not", async () => {
    const { queueCopy, copies, end, rekognition } = startCopied()
    const first = copied("video-1")
    const replayed = {
      ...first,
      replayName: "again",
      data: { ...first.data, copy: { ...first.data.copy, key: "copies/again.mp4" } },
    }
    await queueCopy(first)
    await queueCopy(replayed)
    expect([copies(), rekognition.state.starts]).toEqual([["copies/video-1.mp4"], 1])
    await end("job-1")
    await queueCopy(replayed)
    expect([copies(), rekognition.state.starts]).toEqual([["copies/again.mp4"], 2])
  })

  it.each(["waits", "runs"])("goes with the video while a job %s", async (state) => {
    const { deps, queue, queueCopy, copies, running, end, documents } = startCopied({ limit: 1 })
    if (state === "waits") await queue("video-0")
    const event = copied("video-1")
    await queueCopy(event)
    await forgetDeleted(exampleEvent(ImageDeleted, { image: event.data.video }), deps)
    expect(copies()).toEqual([])
    await end("job-1")
    expect(running()).toEqual([])
    expect(documents.stored.size).toBe(state === "waits" ? 1 : 0)
  })

  it("is removed where the video was deleted before it was there", async () => {
    const { deps, queueCopy, copies, running } = startCopied()
    const event = copied("video-1")
    await forgetDeleted(exampleEvent(ImageDeleted, { image: event.data.video }), deps)
    await queueCopy(event)
    expect([copies(), running()]).toEqual([[], []])
  })

  it("is removed where Rekognition refuses to look at it", async () => {
    const { queueCopy, copies, rekognition, tagged } = startCopied()
    rekognition.state.errors.push({ name: "InvalidS3ObjectException" })
    await queueCopy(copied("video-1"))
    expect([copies(), tagged()[0]?.data.failed.length]).toEqual([[], 1])
  })
})
