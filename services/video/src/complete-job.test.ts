import { videoResponseKey } from "@darkroom/events"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { completeJob } from "./complete-job.ts"
import { extracted, type JobTables, startJobs, startJobTables, type WorldOptions } from "./jobs.fixture.ts"

const MINUTE = 60_000

let tables: JobTables
beforeAll(async () => void (tables = await startJobTables(12)))
afterAll(() => tables.close())
const start = (options: WorldOptions = {}) => startJobs(tables, options)

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
