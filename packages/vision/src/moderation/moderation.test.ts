import { readFileSync } from "node:fs"
import sharp from "sharp"
import { afterAll, describe, expect, it } from "vitest"
import { createRecogniser } from "../recogniser.ts"
import { sampleImagePath } from "../sample-image.ts"
import { loadNsfwModel, type NsfwScores } from "./nsfw-model.ts"
import { toModeration } from "./to-moderation.ts"

const scores = (some: Partial<NsfwScores>) => ({ drawing: 0, hentai: 0, neutral: 0, porn: 0, sexy: 0, ...some })

describe("toModeration", () => {
  it("names explicit pictures, photos and drawings alike, with the parent before the child", () => {
    expect(toModeration(scores({ porn: 0.5, hentai: 0.25, neutral: 0.25 }))).toEqual([
      { name: "Explicit", parentName: "", taxonomyLevel: 1, confidence: 75 },
      { name: "Explicit Nudity", parentName: "Explicit", taxonomyLevel: 2, confidence: 75 },
    ])
  })

  it("puts the surer branch first", () => {
    const names = toModeration(scores({ porn: 0.3, sexy: 0.6 })).map(({ name }) => name)
    expect(names).toEqual(["Swimwear or Underwear", "Explicit", "Explicit Nudity"])
  })

  it("says nothing of what is neutral, drawn or doubtful", () => {
    expect(toModeration(scores({ neutral: 0.6, drawing: 0.4 }))).toEqual([])
    expect(toModeration(scores({ neutral: 0.6, porn: 0.1, hentai: 0.09, sexy: 0.19 }))).toEqual([])
  })
})

describe("detectModerationLabels", { timeout: 20_000 }, () => {
  const recogniser = createRecogniser()
  afterAll(() => recogniser.close())
  const plain = sharp({ create: { width: 300, height: 200, channels: 3, background: "#d8b090" } }).jpeg()

  it("finds nothing in plain pictures and in dressed people", async () => {
    for (const image of [await plain.toBuffer(), readFileSync(sampleImagePath())]) {
      expect(await recogniser.detectModerationLabels(image)).toEqual([])
    }
  })

  it("gives the model what it was trained on: the sample, a collage on black, is a drawing to it, a wall is not explicit", async () => {
    const classify = await loadNsfwModel()
    const collage = await classify(readFileSync(sampleImagePath()))
    expect(collage.drawing).toBeCloseTo(0.99, 1)
    expect(Object.values(collage).reduce((sum, score) => sum + score, 0)).toBeCloseTo(1, 3)
    const wall = await classify(await plain.toBuffer())
    expect(wall.porn + wall.sexy + wall.hentai).toBeLessThan(0.2)
  })
})
