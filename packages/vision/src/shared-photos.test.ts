import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "vitest"
import { createRecogniser } from "./recogniser.ts"

// Real photos, where they lie beside the checkout; they are no part of the project.
const photos = join(process.env["DARKROOM_SHARED"] ?? join(import.meta.dirname, "../../../../shared"), "photos")
const read = (name: string) => readFileSync(join(photos, name))

describe.skipIf(!existsSync(photos))(`the photos of ${photos}`, () => {
  const recogniser = createRecogniser()
  afterAll(() => recogniser.close())

  it.each(["downtown.jpg", "iphone_hdr_NO.jpg", "DSCN0010.jpg"])(
    "%s shows no face and nothing to hide",
    async (name) => {
      expect(await recogniser.detectFaces(read(name))).toEqual([])
      expect(await recogniser.detectModerationLabels(read(name))).toEqual([])
    },
  )

  it.each(["jolla.jpg", "DSCN0010.jpg"])("%s shows no text, sideways neither", async (name) => {
    expect(await recogniser.detectText(read(name))).toEqual([])
  })

  it("the strip of a wildlife camera is read", async () => {
    const found = await recogniser.detectText(read("Reconyx_HC500_Hyperfire.jpg"))
    expect(found.map(({ text }) => text)).toEqual(expect.arrayContaining(["2020-03-16", "10:00:00"]))
  })

  it("words on the edges of a photo are found upright, although its pixels lie on their side", async () => {
    const found = await recogniser.detectText(read("orientation_Landscape_6.jpg"))
    const right = found.find(({ text }) => text === "right")
    expect(right?.boundingBox.left).toBeCloseTo(0.9, 1)
    expect(right?.boundingBox.top).toBeCloseTo(0.45, 1)
  })
})
