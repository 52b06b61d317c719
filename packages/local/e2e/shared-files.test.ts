import { progressOf } from "@darkroom/catalog-model"
import { createRecogniser } from "@darkroom/vision"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { type App, root, startApp } from "./harness.ts"

// Real photos and hostile files, where they lie beside the checkout; they are no part of the project.
const shared = process.env["DARKROOM_SHARED"] ?? join(root, "../shared")
const filesIn = (folder: string) => (existsSync(join(shared, folder)) ? readdirSync(join(shared, folder)) : [])
const read = (folder: string, name: string) => readFileSync(join(shared, folder, name))

describe.skipIf(filesIn("photos").length === 0)(`the files of ${shared}`, () => {
  let app: App
  const recogniser = createRecogniser()
  beforeAll(async () => {
    app = await startApp({ recogniser })
  })
  afterAll(async () => {
    await app.close()
    await recogniser.close()
  })

  async function process(folder: string, name: string) {
    await app.put(`Incoming/${folder}/${name}`, read(folder, name))
    return app.entry(`Incoming/${folder}/${name}`, undefined, 55)
  }

  it.each(filesIn("photos"))("photo %s is processed", async (name) => {
    const { record } = await process("photos", name)
    expect(progressOf(record).status).toBe("processed")
    const { width, height } = record.metadata!.value
    const largest = record.thumbnail!.renditions.at(-1)!
    expect(largest.width / largest.height).toBeCloseTo(width / height, 1)
  })

  it("downtown.jpg shows people and cars, each in its place", async () => {
    const { labels } = await process("photos", "downtown.jpg")
    for (const name of ["Person", "Car"]) {
      const label = labels.find((candidate) => candidate.name === name)
      expect(label?.confidence).toBeGreaterThan(55)
      expect(label?.instances.length).toBeGreaterThan(0)
    }
  })

  it.each([
    ["Reconyx_HC500_Hyperfire.jpg", { "2020-03-16": [0.1, 0.01] }],
    // Stored upside down.
    ["orientation_Landscape_3.jpg", { top: [0.5, 0.05], left: [0.05, 0.5] }],
  ] as const)("%s has what is written in it, where it is written", async (name, places) => {
    await app.put(`text/${name}`, read("photos", name))
    const { found } = await app.entry(`text/${name}`, undefined, 55)
    for (const [text, [x, y]] of Object.entries(places)) {
      const word = found.text.find((each) => each.type === "word" && each.text === text)
      const { left = 0, top = 0, width = 0, height = 0 } = word?.boundingBox ?? {}
      expect([text, left + width / 2, top + height / 2]).toEqual([text, expect.closeTo(x, 1), expect.closeTo(y, 1)])
    }
  })

  it("DSCN0010.jpg knows its place, time and camera", async () => {
    const { make, model, takenAt, location } = (await process("photos", "DSCN0010.jpg")).record.metadata!.value
    expect([make, model]).toEqual(["NIKON", "COOLPIX P6000"])
    expect(takenAt?.local).toMatch(/^2008-10-22T16:28:39/)
    expect([location?.latitude, location?.longitude]).toEqual([expect.closeTo(43.4674, 4), expect.closeTo(11.8851, 4)])
  })

  it.each([
    ["orientation_Landscape_3.jpg", 1800, 1200],
    ["orientation_Landscape_6.jpg", 1800, 1200],
    ["orientation_Portrait_8.jpg", 1200, 1800],
  ])("%s is upright", async (name, width, height) => {
    const { record } = await process("photos", name)
    expect(record.metadata?.value).toMatchObject({ width, height })
    const { width: small, height: tall } = record.thumbnail!.renditions[0]!
    expect(small > tall).toBe(width > height)
  })

  it.each(filesIn("hostile"))("hostile file %s is processed or rejected with a reason", async (name) => {
    const { record } = await process("hostile", name)
    const { status, failures } = progressOf(record)
    expect(failures).toEqual([])
    expect(["processed", "rejected"]).toContain(status)
    if (status === "rejected") expect(record.rejected?.message.length).toBeGreaterThan(10)
  })

  it("leaves every execution environment alive and below 512 MB", async () => {
    await app.idle()
    for (const { id, errors, maxMemory } of app.engine.stats()) {
      expect([id, errors]).toEqual([id, 0])
      expect(maxMemory, id).toBeLessThan(512)
    }
  })
})
