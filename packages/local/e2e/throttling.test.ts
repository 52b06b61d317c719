import { HeadObjectCommand } from "@aws-sdk/client-s3"
import { type Image, MetadataExtracted } from "@darkroom/events"
import { busEvent, exampleEvent } from "@darkroom/testing"
import { setImmediate, setTimeout as sleep } from "node:timers/promises"
import { expect, it } from "vitest"
import { faultPlan } from "../src/faults/fault-plan.ts"
import { type Engine, type Graph, manualClock, type ManualClock } from "../src/index.ts"
import { type App, appGraph, fixedRecogniser, groupKeyOf, type Mutable, plainPhoto, startForTest } from "./harness.ts"

/** Rekognition's quota in most regions. */
const CALLS_A_SECOND = 5
const SIDE = 300

/** Tagging alone: what others make of its events is not what is looked at. */
function taggingAlone(graph: Mutable<Graph>): void {
  const { arn } = graph.queues.find(({ id }) => id === "TaggingEvents")!
  graph.mappings = graph.mappings.filter(({ queueArn }) => queueArn === arn)
  graph.rules = graph.rules.filter(({ targets }) => targets.some((target) => target.arn === arn))
}

function queueArn({ graph }: Engine, id: string): string {
  return graph.queues.find((queue) => queue.id === id)!.arn
}

/** MetadataExtracted of so many photos at once, whose original is one small object; their ids. */
async function spike({ engine, put, s3, photos }: App, count: number): Promise<string[]> {
  const key = "Incoming/one.jpg"
  const original = await plainPhoto(SIDE)
  await put(key, original)
  const { ETag = "" } = await s3.send(new HeadObjectCommand({ Bucket: photos, Key: key }))
  const { example } = MetadataExtracted
  const metadata = { ...example.metadata, width: SIDE, height: SIDE, orientation: 1, bytes: original.length }
  const object = { bucket: photos, key, etag: ETag.replaceAll('"', ""), owner: "shared", profile: "incoming" }
  const bus = engine.graph.buses.find(({ id }) => id === "Events")!.name
  return Array.from({ length: count }, (_, number) => {
    const id = `0f3f9d9a-8e0b-5f0e-8a49-${String(number).padStart(12, "0")}`
    const image: Image = { ...example.image, ...object, id }
    const { detail } = busEvent(exampleEvent(MetadataExtracted, { image, metadata }, id)) as { detail: object }
    engine.events.put([{ source: "darkroom.metadata", detailType: "MetadataExtracted", detail }], { bus })
    return id
  })
}

function sumOf({ cloudWatch }: Engine, metric: string): number {
  const all = cloudWatch
    .totals()
    .filter(({ name, dimensions }) => name === metric && Object.keys(dimensions).length > 0)
  return all.reduce((sum, total) => sum + total.sum, 0)
}

/**
 * Moves time on by a second whenever what Rekognition takes in one is used up and a call has been refused, or nothing is left to be
 * done now: a second is as long as this machine needs for it. Returns the seconds, and the most invocations that were seen at once.
 */
async function drain(app: App, clock: ManualClock, photos: number): Promise<{ seconds: number; atOnce: number }> {
  const { engine } = app
  const queue = queueArn(engine, "TaggingEvents")
  let [seconds, atOnce, answered, refused] = [0, 0, 0, 0]
  const over = () =>
    app.count("ImageTagged") + engine.sqs.depth(queueArn(engine, "TaggingDeadLetters")).visible >= photos
  while (!over()) {
    await sleep(2)
    const running = engine.stats().reduce((sum, stats) => sum + stats.running, 0)
    atOnce = Math.max(atOnce, running)
    const now = [sumOf(engine, "SuccessfulRequestCount"), sumOf(engine, "ThrottledCount")] as const
    const usedUp = now[0] - answered >= CALLS_A_SECOND && now[1] > refused
    const waiting = running === 0 && engine.sqs.depth(queue).visible === 0
    if (!usedUp && !waiting) continue
    ;[answered, refused] = now
    clock.advance(1_000)
    seconds++
  }
  return { seconds, atOnce }
}

/** The photos that ImageTagged was emitted of, as often as it was. */
function taggedIn(app: App): string[] {
  return app.seen.filter((event) => event["detail-type"] === "ImageTagged").map(groupKeyOf)
}

it("drains a spike of 600 photos at the rate that Rekognition takes, each tagged once, and buries none", async () => {
  const clock = manualClock(Date.now())
  const calls = { all: 0, now: 0, most: 0 }
  const fixed = fixedRecogniser()
  async function detectLabels(image: Uint8Array) {
    calls.all++
    calls.most = Math.max(calls.most, ++calls.now)
    await setImmediate()
    calls.now--
    return fixed.detectLabels(image)
  }
  const app = await startForTest({
    graph: await appGraph(taggingAlone),
    clock,
    // More than the mapping may have.
    concurrency: 8,
    rekognition: { transactionsPerSecond: CALLS_A_SECOND },
    recogniser: { ...fixed, detectLabels },
  })
  const ids = await spike(app, 600)
  const { seconds, atOnce } = await drain(app, clock, ids.length)
  expect(taggedIn(app).sort()).toEqual(ids)
  expect(calls.all).toBe(ids.length)
  expect(Math.max(calls.most, atOnce)).toBeLessThanOrEqual(5)
  expect(app.engine.sqs.peek(queueArn(app.engine, "TaggingDeadLetters"), 1)).toEqual([])
  expect(sumOf(app.engine, "ThrottledCount")).toBeGreaterThan(100)
  // The rate itself takes 120; the rest is for those that come back from waiting at the end.
  expect(seconds).toBeLessThan(240)
}, 240_000)

it("buries no photo that has been throttled for minutes, and that fails a few times after that", async () => {
  const clock = manualClock(Date.now())
  const photos = 4
  const always = { service: "rekognition", probability: 1 } as const
  const faults = faultPlan({
    seed: 1,
    rules: [
      // Each attempt is two calls at the most: seven waits a photo or more, where five attempts would be all.
      { ...always, fault: "throttle", times: photos * 7 * 2 },
      // Fewer than a photo may fail.
      { ...always, fault: "serverError", times: 4 },
    ],
  })
  const app = await startForTest({ graph: await appGraph(taggingAlone), clock, faults })
  const ids = await spike(app, photos)
  await drain(app, clock, photos)
  expect(faults.injected).toHaveLength(photos * 7 * 2 + 4)
  expect(taggedIn(app).sort()).toEqual(ids)
  expect(app.engine.sqs.peek(queueArn(app.engine, "TaggingDeadLetters"), 1)).toEqual([])
  expect(sumOf(app.engine, "Throttled")).toBeGreaterThanOrEqual(photos * 7)
  const attempts = app.seen.map(({ detail }) => (detail as { metadata: { attempt: number } }).metadata.attempt)
  expect(Math.max(...attempts)).toBeLessThanOrEqual(5)
}, 120_000)
