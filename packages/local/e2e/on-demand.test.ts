import { availableParallelism } from "node:os"
import { afterAll, beforeAll, expect, it } from "vitest"
import { type Clock, type FunctionStats, systemClock } from "../src/index.ts"
import { type App, plainPhoto, startApp } from "./harness.ts"

const IDLE_SECONDS = 2
const BURST = 30
const HOUR = 3_600_000

/** The system's clock, which somebody sets forward. */
let ahead = 0
const clock: Clock = { ...systemClock, now: () => Date.now() + ahead }

let app: App
beforeAll(async () => void (app = await startApp({ idleSeconds: IDLE_SECONDS, clock })))
afterAll(() => app.close())

const withProcesses = () => app.engine.stats().filter(({ processes }) => processes.length > 0)
const coldStarts = () => new Map(app.engine.stats().map(({ id, coldStarts: count }) => [id, count]))
const isOf = (kind: RegExp) => (stats: FunctionStats) => kind.test(stats.id)
const hasEnded = () => expect.poll(withProcesses, { timeout: 20_000, interval: 100 }).toEqual([])

it("has no process of a function that nobody has called", () => {
  expect(withProcesses()).toEqual([])
})

it("starts what a photo needs and nothing else, and ends it when nothing comes any more", async () => {
  await app.put("Incoming/first.jpg", await plainPhoto())
  await app.entry("Incoming/first.jpg")
  expect(withProcesses().map(({ id }) => id)).toEqual(expect.arrayContaining(["Ingest", "Metadata", "Tagging"]))
  expect(app.engine.stats().filter(isOf(/^(Video|Backfill)/)).every((each) => each.coldStarts === 0)).toBe(true)
  await app.idle()
  await hasEnded()
})

it("processes a burst of uploads after an idle hour, each once, with as many processes as it may have", async () => {
  ahead += HOUR
  const before = coldStarts()
  const keys = Array.from({ length: BURST }, (_, index) => `Incoming/burst-${index}.jpg`)
  await Promise.all(keys.map(async (key, index) => app.put(key, await plainPhoto(300 + index))))
  const entries = await Promise.all(keys.map((key) => app.entry(key, undefined, 50)))
  await app.idle()
  for (const { record } of entries)
    for (const type of ["ImageUploaded", "MetadataExtracted", "ImageTagged", "ThumbnailGenerated", "ImageProcessed"])
      expect([type, app.count(type, record.imageId)]).toEqual([type, 1])
  expect(app.count("ProcessingFailed")).toBe(0)
  const { graph, sqs, stats } = app.engine
  const dead = graph.queues.filter(({ id }) => /DeadLetters|Undelivered/.test(id))
  expect(dead.flatMap(({ arn }) => sqs.peek(arn, 1))).toEqual([])
  for (const { id, coldStarts: count, errors } of stats()) {
    expect(count - (before.get(id) ?? 0), id).toBeLessThanOrEqual(availableParallelism())
    expect(errors, id).toBe(0)
  }
  await hasEnded()
})

it("starts a photo's next functions while the first one works, once it has seen the way of photos", async () => {
  const since = app.engine.invocations().length
  await app.put("Incoming/later.jpg", await plainPhoto(200))
  await app.entry("Incoming/later.jpg")
  await app.idle()
  const records = app.engine.invocations().slice(0, -since)
  expect(records.find(({ functionId }) => functionId === "Ingest")?.cold).toBe(true)
  expect(records.find(({ functionId }) => functionId === "Metadata")?.cold).toBe(false)
})
