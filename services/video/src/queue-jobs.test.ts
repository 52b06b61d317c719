import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { extracted, type JobTables, startJobs, startJobTables, type WorldOptions } from "./jobs.fixture.ts"
import { queueJobs } from "./queue-jobs.ts"

let tables: JobTables
beforeAll(async () => void (tables = await startJobTables(12)))
afterAll(() => tables.close())
const start = (options: WorldOptions = {}) => startJobs(tables, options)

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
