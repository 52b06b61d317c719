import type { CatalogEntry } from "@darkroom/catalog-model"
import { ImageUndecodable } from "@darkroom/vision"
import { afterAll, beforeAll, expect, it, vi } from "vitest"
import { type App, plainPhoto, startApp } from "../../local/e2e/harness.ts"
import { face, label, type Scene, sceneRecogniser } from "../../local/e2e/seen-things.ts"
import { reprocess, type ReprocessOptions } from "../src/commands/reprocess.ts"
import { sink } from "../src/test-fixtures.ts"
import { stageOf } from "./stage-of.ts"

const scene: Scene = { labels: [label("Dog", 97, { parents: ["Animal"] })], faces: [], text: [], moderation: [] }
const { recogniser, asked, failing } = sceneRecogniser(scene)

let app: App
beforeAll(async () => {
  app = await startApp({ recogniser })
})
afterAll(() => app.close())

async function run(options: Partial<ReprocessOptions>) {
  const [stdout, stderr] = [sink(), sink()]
  const io = { stdout: stdout.stream, stderr: stderr.stream, open: () => stageOf(app), confirm: async () => undefined }
  const code = await reprocess({ rate: 100, json: true, ...options }, io)
  return { code, ...(JSON.parse(stdout.text()) as { asked: number; photos: number; calls: Record<string, number> }) }
}

/** Waits until the photo was tagged again. */
async function taggedAgain({ record }: CatalogEntry): Promise<CatalogEntry> {
  await vi.waitFor(() => expect(app.count("ImageTagged", record.imageId)).toBe(2), { timeout: 20_000 })
  await app.idle()
  return (await app.byId(record.imageId))!
}

it("adds faces to photos that are there, asks for no labels again, and tells nobody", async () => {
  failing.set("faces", () => new ImageUndecodable("no picture"))
  const keys = ["private/ada/uploads/one.jpg", "private/bob/uploads/two.jpg"]
  const photo = await plainPhoto()
  await Promise.all([...keys, "labels/three.jpg"].map((key) => app.put(key, photo)))
  const before = await Promise.all(keys.map((key) => app.entry(key)))
  await app.entry("labels/three.jpg")
  await app.idle()
  expect(before.map(({ record, found }) => [record.tagging?.failed?.[0]?.feature, found.faces])).toEqual([
    ["faces", []],
    ["faces", []],
  ])
  const told = app.engine.sns.outbox().length
  failing.clear()
  scene.faces = [face()]
  // What would be found now is not asked for.
  scene.labels = [label("Cat", 97, { parents: ["Animal"] })]
  const labelsAsked = asked.labels

  expect(await run({ features: ["faces"], dryRun: true })).toMatchObject({
    photos: 2,
    calls: { DetectFaces: 2, DetectLabels: 0 },
  })
  expect(await run({ features: ["faces"] })).toMatchObject({ code: 0, asked: 2 })
  const after = await Promise.all(before.map(taggedAgain))

  for (const { record, labels, found, timeline } of after) {
    expect(found.faces).toHaveLength(1)
    expect(found.colors.length).toBeGreaterThan(0)
    expect(labels.map(({ name }) => name)).toEqual(["Dog"])
    expect(record.tagging).toMatchObject({ features: ["labels", "faces"], failed: [] })
    const asking = timeline.find(({ type }) => type === "RecognitionRequested")
    const tagged = timeline.find(({ causationId }) => causationId === asking?.eventId)
    expect([asking?.origin, tagged?.type, tagged?.origin]).toEqual(["reprocess", "ImageTagged", "reprocess"])
  }
  expect(asked.labels).toBe(labelsAsked)
  expect(app.engine.sns.outbox()).toHaveLength(told)
  expect(app.count("RecognitionRequested")).toBe(2)
})

it("decides again on photos that rules have moved, where they are now", async () => {
  scene.labels = [label("Cat", 97, { parents: ["Animal"] })]
  await app.put("images/pet.jpg", await plainPhoto())
  const moved = await app.entry("images/pet.jpg", ({ record }) => record.moved !== undefined, 50)
  expect(moved.record.moved?.category).toBe("failure")
  scene.labels = [label("Dog", 97, { parents: ["Animal"] })]
  expect(await run({ profile: "images" })).toMatchObject({ code: 0, asked: 1 })
  await taggedAgain(moved)
  const { record } = await app.entry("images/pet.jpg", (entry) => entry.record.moved?.category === "success")
  expect(record.categorization).toMatchObject({ category: "success", rule: "dog" })
  expect(await app.keys("analyzed/")).toEqual([`analyzed/success/${record.imageId}/pet.jpg`])
})
