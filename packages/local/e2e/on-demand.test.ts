import { afterAll, beforeAll, expect, it } from "vitest"
import { type Clock, systemClock } from "../src/index.ts"
import { type App, plainPhoto, startApp } from "./harness.ts"

const IDLE_SECONDS = 5
const CONCURRENCY = 2
const BURST = 30
const HOUR = 3_600_000

/** The system's clock, which somebody sets forward. */
let ahead = 0
const clock: Clock = { ...systemClock, now: () => Date.now() + ahead }

let app: App
beforeAll(async () => void (app = await startApp({ idleSeconds: IDLE_SECONDS, clock, concurrency: CONCURRENCY })))
afterAll(() => app.close())

const withProcesses = () => app.engine.stats().filter(({ processes }) => processes.length > 0)
const hasEnded = () => expect.poll(withProcesses, { timeout: 20_000, interval: 100 }).toEqual([])

it("has no process of a function that nobody has called", () => {
  expect(withProcesses()).toEqual([])
})

it("starts what a photo needs and nothing else, and ends it when nothing comes any more", async () => {
  await app.put("Incoming/first.jpg", await plainPhoto())
  await app.entry("Incoming/first.jpg")
  const started = app.engine.stats().filter((stats) => stats.coldStarts > 0)
  expect(started.map(({ id }) => id)).toEqual(expect.arrayContaining(["Ingest", "Metadata", "Tagging", "Thumbnail"]))
  expect(started.filter(({ id }) => /^(Video|Backfill)/.test(id))).toEqual([])
  await app.idle()
  await hasEnded()
})

it("processes a burst of uploads after an idle hour, each once, with as many processes as it may have", async () => {
  ahead += HOUR
  const most = new Map<string, number>()
  const watching = setInterval(() => {
    for (const { id, running, idle } of app.engine.stats()) most.set(id, Math.max(most.get(id) ?? 0, running + idle))
  }, 20)
  const keys = Array.from({ length: BURST }, (_, index) => `Incoming/burst-${index}.jpg`)
  await Promise.all(keys.map(async (key, index) => app.put(key, await plainPhoto(300 + index))))
  const entries = await Promise.all(keys.map((key) => app.entry(key, undefined, 50)))
  await app.idle()
  clearInterval(watching)
  for (const { record } of entries)
    for (const type of ["ImageUploaded", "MetadataExtracted", "ImageTagged", "ThumbnailGenerated", "ImageProcessed"])
      expect([type, app.count(type, record.imageId)]).toEqual([type, 1])
  expect(app.count("ProcessingFailed")).toBe(0)
  const { graph, sqs, stats } = app.engine
  const dead = graph.queues.filter(({ id }) => /DeadLetters|Undelivered/.test(id))
  expect(dead.flatMap(({ arn }) => sqs.peek(arn, 1))).toEqual([])
  for (const { id, errors } of stats()) {
    expect(most.get(id), id).toBeLessThanOrEqual(CONCURRENCY)
    expect(errors, id).toBe(0)
  }
  await hasEnded()
})

it("starts a photo's next functions while the first one works, once it has seen the way of photos", async () => {
  const since = app.engine.invocations().length
  await app.put("Incoming/later.jpg", await plainPhoto(200))
  await app.entry("Incoming/later.jpg")
  await app.idle()
  // The latest comes first.
  const records = app.engine.invocations().slice(0, -since)
  expect(records.findLast(({ functionId }) => functionId === "Ingest")?.cold).toBe(true)
  expect(records.findLast(({ functionId }) => functionId === "Metadata")?.cold).toBe(false)
})
