import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type JobTables, startJobs, startJobTables, type WorldOptions } from "./jobs.fixture.ts"

const MINUTE = 60_000

let tables: JobTables
beforeAll(async () => void (tables = await startJobTables(12)))
afterAll(() => tables.close())
const start = (options: WorldOptions = {}) => startJobs(tables, options)

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
