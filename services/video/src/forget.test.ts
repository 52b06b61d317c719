import { ImageDeleted, ImageReplaced } from "@darkroom/events"
import { exampleEvent } from "@darkroom/testing"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { forgetDeleted, forgetReplaced } from "./forget.ts"
import { extracted, type JobTables, startJobs, startJobTables, type WorldOptions } from "./jobs.fixture.ts"

let tables: JobTables
beforeAll(async () => void (tables = await startJobTables(12)))
afterAll(() => tables.close())
const start = (options: WorldOptions = {}) => startJobs(tables, options)

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
