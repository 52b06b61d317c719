import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type JobTables, startJobs, startJobTables, type WorldOptions } from "./jobs.fixture.ts"
import { PATIENCE_MILLISECONDS, STARTING_MILLISECONDS } from "./leases.ts"

const MINUTE = 60_000

let tables: JobTables
beforeAll(async () => void (tables = await startJobTables(12)))
afterAll(() => tables.close())
const start = (options: WorldOptions = {}) => startJobs(tables, options)

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
