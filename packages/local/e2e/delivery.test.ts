import { ImageDeleted } from "@darkroom/events"
import { busEvent, exampleEvent } from "@darkroom/testing"
import { progressOf } from "@darkroom/catalog-model"
import { mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { expect, it, vi } from "vitest"
import type { FunctionRunner, Graph } from "../src/index.ts"
import {
  type App,
  appGraph,
  attempts,
  fixedRecogniser,
  isDone,
  type Mutable,
  plainPhoto,
  startApp,
  startForTest,
} from "./harness.ts"

const chain = [
  "ImageCategorized",
  "ImageProcessed",
  "ImageTagged",
  "ImageUploaded",
  "MetadataExtracted",
  "ThumbnailGenerated",
]

function functionOf({ engine }: App, id: string): FunctionRunner {
  const runner = [...engine.functions.values()].find(({ node }) => node.id === id)
  if (runner === undefined) throw new Error(`There is no function ${id}`)
  return runner
}

function queueArn({ engine }: App, id: string): string {
  return engine.graph.queues.find((queue) => queue.id === id)?.arn ?? id
}

it("makes one photo and one of each event of an object that S3 announces five times", async () => {
  const app = await startForTest()
  const announced: object[] = []
  app.engine.events.onEvent(({ bus, event }) => void (bus === "default" && announced.push(event)))
  await app.put("Incoming/five.jpg", await plainPhoto())
  const { record } = await app.entry("Incoming/five.jpg")
  const created = announced[0] as { detail: object }
  for (let time = 1; time < 5; time++)
    app.engine.events.put([{ source: "aws.s3", detailType: "Object Created", detail: created.detail }])
  await app.idle()
  expect(app.seen.map((event) => event["detail-type"]).sort()).toEqual(chain)
  const { timeline } = (await app.byId(record.imageId))!
  expect(timeline.map(({ type }) => type).sort()).toEqual(chain)
})

it("ends in the same record when every event comes twice and in reverse", async () => {
  const app = await startForTest()
  await app.put("Incoming/reverse.jpg", await plainPhoto())
  const first = await app.entry("Incoming/reverse.jpg")
  const events = app.seen.slice()
  // The catalog forgets; then it gets what happened from the end to the beginning, twice.
  const other = await startForTest({ graph: await appGraph((changed) => shorten(changed, "Catalog", 3)) })
  for (const event of [...events, ...events].reverse())
    other.engine.sqs.send(queueArn(other, "CatalogEvents"), { body: JSON.stringify(event) })
  await other.idle()
  const second = (await other.byId(first.record.imageId))!
  expect(second.record).toEqual(first.record)
  expect(second.labels).toEqual(first.labels)
  expect(second.timeline).toEqual(first.timeline)
  expect(other.count("ImageProcessed")).toBe(1)
})

it("keeps a photo deleted that was deleted while it was processed, also when everything is replayed", async () => {
  const recogniser = { ...fixedRecogniser(), detectLabels: async () => (await sleep(700), []) }
  const app = await startForTest({ recogniser })
  await app.put("private/ada/uploads/secret.jpg", await plainPhoto(2000))
  const { record } = await app.entry("private/ada/uploads/secret.jpg", (entry) => entry.record.metadata !== undefined)
  const deleted = busEvent(
    exampleEvent(ImageDeleted, { image: record.image!, deletedAt: new Date().toISOString() }),
  ) as { detail: object }
  app.engine.events.put([{ source: "darkroom.gallery", detailType: "ImageDeleted", detail: deleted.detail }], {
    bus: busOf(app),
  })
  await app.idle()
  for (const event of app.seen.slice()) {
    for (const queue of ["MetadataEvents", "TaggingEvents", "ThumbnailEvents", "CatalogEvents"]) {
      const mine = app.engine.events.matches(event, busOf(app)).includes(`${queue.replace("Events", "")}Rule`)
      if (mine)
        app.engine.sqs.send(queueArn(app, queue), { body: JSON.stringify({ ...event, "replay-name": "monday" }) })
    }
  }
  await app.idle()
  const { record: after, labels, timeline } = (await app.byId(record.imageId))!
  expect(after.deletedAt).toBeDefined()
  expect([after.image, labels, timeline]).toEqual([undefined, [], []])
  expect(await app.keys("private/ada/")).toEqual([])
})

it("processes a photo whose handler was killed halfway, and does nothing twice", async () => {
  const graph = await appGraph((changed) => shorten(changed, "Tagging", 4))
  const answers = [() => new Promise<never>(() => {}), fixedRecogniser().detectLabels]
  const detectLabels = vi.fn((image: Uint8Array) => answers[Math.min(detectLabels.mock.calls.length, 2) - 1]!(image))
  const app = await startForTest({ graph, recogniser: { ...fixedRecogniser(), detectLabels } })
  const tagging = functionOf(app, "Tagging")
  await app.put("Incoming/killed.jpg", await plainPhoto())
  await vi.waitFor(() => expect(detectLabels).toHaveBeenCalledOnce(), { timeout: 20_000, interval: 5 })
  for (const pid of tagging.stats().processes) process.kill(pid, "SIGKILL")
  const { record, timeline } = await app.entry("Incoming/killed.jpg", isDone, 40)
  expect(tagging.stats().errors).toBe(1)
  expect(progressOf(record).status).toBe("processed")
  expect(timeline.map(({ type }) => type).sort()).toEqual(chain)
  expect(timeline.find(({ type }) => type === "ImageTagged")?.attempt).toBe(2)
  await app.idle()
  expect([app.count("ImageTagged"), app.count("ImageProcessed")]).toEqual([1, 1])
})

it("reports a step whose handler always throws, and keeps the results of the others", async () => {
  const graph = await appGraph((changed) => attempts(changed, "Tagging", 2))
  const recogniser = { ...fixedRecogniser(), detectLabels: () => Promise.reject(new Error("the model is gone")) }
  const app = await startForTest({ graph, recogniser })
  await app.put("Incoming/unlucky.jpg", await plainPhoto())
  const { record, timeline } = await app.entry(
    "Incoming/unlucky.jpg",
    (entry) => progressOf(entry.record).status === "failed" && isDone(entry),
  )
  expect(progressOf(record)).toMatchObject({
    status: "failed",
    steps: [
      { step: "metadata", state: "done" },
      { step: "tagging", state: "failed" },
      { step: "thumbnail", state: "done" },
      // It begins with what tagging would have brought.
      { step: "categorization", state: "waiting" },
    ],
    failures: [{ service: "tagging", failure: { class: "transient", attempts: 2 } }],
  })
  expect(record.thumbnail?.renditions).toHaveLength(2)
  expect(timeline.map(({ type }) => type)).toContain("ProcessingFailed")
  await app.idle()
  expect(app.engine.sns.outbox().map(({ subject }) => subject)).toEqual(["A step failed: tagging"])
})

it("reports a function that never comes back, too", async () => {
  const graph = await appGraph((changed) => {
    attempts(changed, "Tagging", 1)
    shorten(changed, "Tagging", 1)
  })
  const app = await startForTest({
    graph,
    recogniser: { ...fixedRecogniser(), detectLabels: () => new Promise(() => {}) },
  })
  await app.put("Incoming/stuck.jpg", await plainPhoto())
  const { record } = await app.entry("Incoming/stuck.jpg", (entry) => progressOf(entry.record).status === "failed")
  expect(progressOf(record).failures).toMatchObject([{ service: "tagging", failure: { class: "transient" } }])
})

it("loses nothing when it is stopped with photos under way and started again", async () => {
  const folder = mkdtempSync(join(tmpdir(), "darkroom-e2e-"))
  const graph = await appGraph((changed) => changed.functions.forEach(({ id }) => shorten(changed, id, 4)))
  const first = await startApp({
    folder,
    graph,
    recogniser: { ...fixedRecogniser(), detectLabels: () => new Promise(() => {}) },
  })
  const names = ["a", "b", "c"].map((name) => `Incoming/${name}.jpg`)
  for (const name of names) await first.put(name, await plainPhoto())
  for (const name of names) await first.entry(name, ({ record }) => record.metadata !== undefined)
  await first.close()
  const second = await startForTest({ folder, graph })
  for (const name of names) {
    const { record, labels } = await second.entry(name, isDone, 60)
    expect(progressOf(record).status).toBe("processed")
    expect(labels.map(({ name: label }) => label)).toEqual(["Dog"])
  }
}, 90_000)

it("gives an overwritten key a photo of its own and buries the first", async () => {
  const app = await startForTest()
  await app.put("Incoming/again.jpg", await plainPhoto(300))
  const first = await app.entry("Incoming/again.jpg")
  await app.put("Incoming/again.jpg", await plainPhoto(500))
  const second = await app.entry(
    "Incoming/again.jpg",
    (entry) => entry.record.imageId !== first.record.imageId && isDone(entry),
  )
  expect(second.record.metadata?.value.width).toBe(500)
  await app.idle()
  expect((await app.byId(first.record.imageId))?.record).toMatchObject({ replacedBy: second.record.imageId })
  expect(await app.keys("Thumbnails/")).toHaveLength(2)
})

function busOf({ engine }: App): string {
  return engine.graph.buses.find(({ id }) => id === "Events")?.name ?? ""
}

/** Tests do not wait as long as a real timeout. */
function shorten(graph: Mutable<Graph>, id: string, seconds: number): void {
  for (const node of graph.functions) if (node.id === id) node.timeout = seconds
}
