import { GetObjectCommand, GetObjectTaggingCommand, HeadObjectCommand } from "@aws-sdk/client-s3"
import type { CatalogEntry } from "@darkroom/catalog-model"
import { profileNamed, responseKey } from "@darkroom/events"
import { createRecogniser, ImageUndecodable, sampleImagePath } from "@darkroom/vision"
import { readFileSync } from "node:fs"
import sharp from "sharp"
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { type App, appGraph, attempts, groupKeyOf, plainPhoto, startApp, startForTest } from "./harness.ts"
import { face, label, lines, type Scene, sceneRecogniser } from "./seen-things.ts"

const scene: Scene = { labels: [], faces: [], text: [], moderation: [] }
const { recogniser, failing } = sceneRecogniser(scene)
const street = (): Scene => ({
  labels: [label("Dog", 97, { parents: ["Animal"] }), label("Car", 80, { parents: ["Vehicle"] })],
  faces: [face()],
  text: lines("No parking", "Mo to Fr"),
  moderation: [],
})

const violence = { name: "Violence", parentName: "", taxonomyLevel: 1, confidence: 91 } as const
const animal = { parents: ["Animal"] }
const cup = label("Cup", 90, { categories: ["Kitchen and Dining"] })

let app: App
beforeAll(async () => {
  app = await startApp({ recogniser })
})
afterAll(() => app.close())
beforeEach(() => {
  failing.clear()
  Object.assign(scene, street())
})

async function uploaded(key: string, from: App = app): Promise<CatalogEntry> {
  await from.put(key, await plainPhoto())
  const entry = await from.entry(key, undefined, 50)
  await from.idle()
  return entry
}

/** Rekognition's answers as they were stored. */
async function answersOn({ record }: CatalogEntry, from: App = app): Promise<Record<string, object>> {
  const Bucket = from.engine.graph.buckets.find(({ id }) => id === "Output")?.name
  const { Body } = await from.s3.send(new GetObjectCommand({ Bucket, Key: responseKey(record.image!) }))
  return JSON.parse((await Body?.transformToString()) ?? "") as Record<string, object>
}

/** How often each of Rekognition's operations was called since the engine started. */
function calls(): Record<string, number> {
  const sums: Record<string, number> = {}
  for (const { namespace, name, dimensions, sum } of app.engine.cloudWatch.totals()) {
    const { Operation } = dimensions
    if (namespace === "AWS/Rekognition" && name.endsWith("Count") && Operation !== undefined)
      sums[Operation] = (sums[Operation] ?? 0) + sum
  }
  return sums
}

/** The operations that were called since then, and how often. */
function callsSince(before: Readonly<Record<string, number>>): Record<string, number> {
  const more = Object.entries(calls()).map(([name, count]) => [name, count - (before[name] ?? 0)] as const)
  return Object.fromEntries(more.filter(([, count]) => count > 0))
}

describe("a photo under the prefix of one API", () => {
  it.each([
    ["labels", "DetectLabels"],
    ["faces", "DetectFaces"],
    ["text", "DetectText"],
    ["moderation", "DetectModerationLabels"],
    ["celebrities", "RecognizeCelebrities"],
  ])("is asked for %s and for nothing else, and the answer is kept as it came", async (feature, operation) => {
    const before = calls()
    const entry = await uploaded(`${feature}/one.jpg`)
    expect(callsSince(before)).toEqual({ [operation]: 1 })
    expect(entry.record.tagging).toMatchObject({ features: [feature], failed: [], skipped: null })
    expect(responseKey(entry.record.image!)).toBe(
      `sync/${feature}/one.jpg-analysis/${entry.record.imageId}/response.json`,
    )
    expect(Object.keys(await answersOn(entry))).toEqual([feature])
  })

  it("has what was found, and nothing of the rest", async () => {
    const [faces, text, labels] = [
      await uploaded("faces/two.jpg"),
      await uploaded("text/two.jpg"),
      await uploaded("labels/two.jpg"),
    ]
    expect(faces.found.faces).toMatchObject([
      { boundingBox: { left: 0.25, width: 0.5 }, landmarks: [{ type: "eyeLeft" }, { type: "eyeRight" }] },
    ])
    expect([faces.labels, faces.found.text]).toEqual([[], []])
    expect(text.found.text.filter(({ type }) => type === "line").map((line) => line.text)).toEqual([
      "No parking",
      "Mo to Fr",
    ])
    expect(text.found.text.find((word) => word.text === "parking")).toMatchObject({ type: "word", parentId: 0 })
    expect(labels.labels.map(({ name }) => name)).toEqual(["Dog", "Car"])
    expect(labels.found.colors).toEqual([])
    expect((await answersOn(text))["text"]).toMatchObject({
      TextDetections: [{ Type: "LINE", DetectedText: "No parking" }, {}, {}, {}, {}, {}, {}],
    })
  })
})

it("has labels, faces and dominant colours of a private upload, and no decision", async () => {
  const before = calls()
  const { record, labels, found } = await uploaded("private/ada/uploads/street.jpg")
  expect(callsSince(before)).toEqual({ DetectLabels: 1, DetectFaces: 1 })
  expect([labels.length, found.faces.length]).toEqual([2, 1])
  expect(found.colors).toMatchObject([
    { hex: "#446688", name: "steelblue", simplified: "blue", share: 60 },
    { hex: "#ffffff" },
  ])
  expect(record.categorization).toBeUndefined()
})

it("makes a failure of what must not be shown, and says why", async () => {
  scene.moderation = [violence, { name: "Weapons", parentName: "Violence", taxonomyLevel: 2, confidence: 91 }]
  const { record, found } = await uploaded("moderation/weapons.jpg")
  const timeline = (await app.byId(record.imageId))?.timeline ?? []
  expect(found.moderation).toHaveLength(2)
  expect(found.moderation).toContainEqual({ name: "Violence", parent: null, level: 1, confidence: 91 })
  expect(found.moderation).toContainEqual({ name: "Weapons", parent: "Violence", level: 2, confidence: 91 })
  expect(record.categorization).toMatchObject({ rules: "moderated", rule: "unsafe", category: "failure" })
  expect(record.categorization?.reason).toMatch(/91/)
  const note = timeline.find(({ type }) => type === "ImageCategorized")?.note
  expect(note).toBe(`failure: ${record.categorization?.reason}`)
})

it.each<[string, string, string, string | null, Partial<Scene>]>([
  ["documents", "three lines", "success", "readable", { text: lines("one", "two", "three") }],
  ["documents", "one line", "review", "little", { text: lines("one") }],
  ["documents", "a street with signs", "review", "scene", { labels: [label("Street", 95)] }],
  ["documents", "no text", "failure", null, { text: [] }],
  ["products", "one large thing", "success", "product", { labels: [cup], faces: [], text: [] }],
  ["products", "a face", "review", "people", { labels: [cup], text: [] }],
  [
    "products",
    "a thing without a box",
    "review",
    "small",
    { labels: [{ ...cup, instances: [] }], faces: [], text: [] },
  ],
  ["products", "nothing", "failure", null, { labels: [], faces: [], text: [] }],
  ["wildlife", "an animal", "success", "animal", { labels: [label("Fox", 65, animal)] }],
  [
    "wildlife",
    "an animal and a person",
    "review",
    "person",
    { labels: [label("Fox", 95, animal), label("Person", 75)] },
  ],
  ["wildlife", "what may be an animal", "review", "perhaps", { labels: [label("Fox", 45, animal)] }],
  ["wildlife", "a tree", "failure", null, { labels: [label("Tree", 95, { parents: ["Plant"] })] }],
  ["incoming", "a dog", "success", "something", { labels: [label("Dog", 97)] }],
  ["moderation", "what may be violence", "review", "doubtful", { moderation: [{ ...violence, confidence: 60 }] }],
  ["moderation", "nothing of the kind", "success", null, { moderation: [] }],
])("decides by the rules of %s on %s: %s", async (profile, _, category, rule, seen) => {
  Object.assign(scene, seen)
  const { record } = await uploaded(`${profileNamed(profile).keys.replace("**", "")}${category}-${rule}.jpg`)
  expect(record.categorization).toMatchObject({ category, rule })
  const processed = app.seen.filter((event) => event["detail-type"] === "ImageProcessed")
  const told = processed.find((event) => groupKeyOf(event) === record.imageId)
  expect(told?.detail).toMatchObject({ data: { decision: { category, rule } } })
})

it("files originals as the rules say: under another key with whose it is, or with a tag", async () => {
  const moved = await uploaded("images/dog.jpg")
  const key = `analyzed/success/${moved.record.imageId}/dog.jpg`
  expect(await app.keys("analyzed/success/")).toEqual([key])
  expect(await app.keys("images/")).toEqual([])
  const object = await app.s3.send(new HeadObjectCommand({ Bucket: app.photos, Key: key }))
  expect(object.Metadata).toMatchObject({ "darkroom-image": moved.record.imageId })
  await uploaded("documents/two-lines.jpg")
  const where = { Bucket: app.photos, Key: "documents/two-lines.jpg" }
  const { TagSet } = await app.s3.send(new GetObjectTaggingCommand(where))
  expect(TagSet).toEqual([{ Key: "darkroom:category", Value: "review" }])
})

describe("where one API does not answer", () => {
  it("keeps the others' results and names the one that the stacks do not grant", async () => {
    const graph = await appGraph((changed) => {
      for (const { id, statements } of changed.functions)
        for (const statement of id === "Tagging" ? statements : [])
          statement.actions = statement.actions.filter((granted) => granted !== "rekognition:DetectText")
    })
    const other = await startForTest({ graph, recogniser })
    const { record, labels, found, timeline } = await uploaded("products/denied.jpg", other)
    expect(record.tagging?.features).toEqual(["labels", "faces"])
    expect(record.tagging?.failed).toMatchObject([{ feature: "text", code: "AccessDeniedException" }])
    expect([labels.length, found.faces.length, found.text.length]).toEqual([2, 1, 0])
    expect(timeline.find(({ type }) => type === "ImageTagged")?.note).toContain("text could not")
  })

  it.each(["labels", "faces", "text"] as const)(
    "keeps the others' results where %s finds the image unreadable",
    async (feature) => {
      failing.set(feature, () => new ImageUndecodable("no picture"))
      const { record, labels, found } = await uploaded(`products/unreadable-${feature}.jpg`)
      expect(record.tagging?.failed).toMatchObject([{ feature, code: "InvalidImageFormatException" }])
      const lists = { labels, faces: found.faces, text: found.text }
      for (const name of ["labels", "faces", "text"] as const)
        expect([name, lists[name].length > 0]).toEqual([name, name !== feature])
    },
  )

  it("leaves a photo to a person where rules cannot know", async () => {
    Object.assign(scene, { labels: [cup], faces: [] })
    failing.set("text", () => new ImageUndecodable("no picture"))
    const { record } = await uploaded("products/unknown.jpg")
    expect(record.categorization).toMatchObject({ category: "review" })
  })

  it("tries again what may pass, more often than the SDK does", async () => {
    let failures = 4
    failing.set("faces", () => {
      if (--failures === 0) failing.delete("faces")
      return new Error("out of memory")
    })
    const { record, found } = await uploaded("private/ada/uploads/again.jpg")
    expect(record.tagging?.failed).toEqual([])
    expect(found.faces).toHaveLength(1)
  })

  it("names what a lasting fault of the service has kept from being answered", async () => {
    const graph = await appGraph((changed) => attempts(changed, "Tagging", 2))
    const other = await startForTest({ graph, recogniser })
    failing.set("faces", () => new Error("out of memory"))
    const { record, labels } = await uploaded("products/fault.jpg", other)
    expect(record.tagging?.failed).toMatchObject([{ feature: "faces" }])
    expect(labels).toHaveLength(2)
  })
})

describe("with the packaged models", () => {
  const models = createRecogniser()
  let seeing: App
  beforeAll(async () => {
    seeing = await startApp({ recogniser: models })
  })
  afterAll(async () => {
    await seeing.close()
    await models.close()
  })

  it("reads a picture of text, each line in its place", async () => {
    const written = ["Darkroom opens at nine", "Films are developed daily"]
    const rows = written.map((text, row) => `<text x="80" y="${150 + row * 250}">${text}</text>`)
    const paper = `<rect width="100%" height="100%" fill="#fff"/>`
    const svg = `<svg width="1000" height="500">${paper}<g font-family="sans-serif" font-size="64">${rows.join("")}</g></svg>`
    await seeing.put("text/sign.png", await sharp(Buffer.from(svg)).png().toBuffer())
    const { record, found } = await seeing.entry("text/sign.png", undefined, 50)
    expect(record.tagging).toMatchObject({ features: ["text"], failed: [], skipped: null })
    const seen = found.text.filter(({ type }) => type === "line")
    expect(seen.map(({ text }) => text)).toEqual(written)
    seen.forEach(({ boundingBox: { left, top, height } }, row) => {
      const baseline = (150 + row * 250) / 500
      expect(left).toBeCloseTo(0.08, 1)
      expect(top).toBeLessThan(baseline)
      expect(top + height).toBeCloseTo(baseline, 1)
    })
    const words = found.text.filter(({ parentId }) => parentId === seen[1]?.id)
    expect(words.map(({ text }) => text)).toEqual(written[1]?.split(" "))
  })

  it("finds the faces of a picture that nothing is drawn over, each where it is", async () => {
    await seeing.put("faces/samples.jpg", readFileSync(sampleImagePath()))
    const { record, found } = await seeing.entry("faces/samples.jpg", undefined, 50)
    expect(record.tagging).toMatchObject({ features: ["faces"], failed: [] })
    // The woman with blond hair in front, and two in the row above.
    for (const [x, y] of [
      [0.253, 0.468],
      [0.18, 0.04],
      [0.351, 0.035],
    ] as const) {
      const centres = found.faces.map(({ boundingBox: { left, top, width, height } }) => ({
        x: left + width / 2,
        y: top + height / 2,
      }))
      expect(centres).toContainEqual({ x: expect.closeTo(x, 1.5), y: expect.closeTo(y, 1.5) })
    }
  })
})
