import { readFileSync } from "node:fs"
import sharp from "sharp"
import { afterAll, describe, expect, it } from "vitest"
import type { BoundingBox } from "../detected-label.ts"
import { overlap } from "../labels/detections.ts"
import { createRecogniser } from "../recogniser.ts"
import { sampleImagePath } from "../sample-image.ts"

/** Faces in the small pictures of the sample's upper row, from hairline to chin, measured by hand. */
const WOMAN_IN_BLUE: BoundingBox = { left: 0.167, top: 0.022, width: 0.029, height: 0.036 }
const MAN_AT_DINNER: BoundingBox = { left: 0.338, top: 0.019, width: 0.027, height: 0.033 }

const sample = readFileSync(sampleImagePath())
const { width, height } = await sharp(sample).metadata()
/** The picture of the woman in blue alone, four times as large. */
const portrait = await sharp(sample)
  .extract({
    left: Math.round(0.131 * width),
    top: 0,
    width: Math.round(0.115 * width),
    height: Math.round(0.135 * height),
  })
  .resize({ width: 600 })
  .jpeg()
  .toBuffer()

const recogniser = createRecogniser()
afterAll(() => recogniser.close())

describe("detectFaces", { timeout: 20_000 }, () => {
  it("finds faces where they are, and nothing else", async () => {
    const faces = await recogniser.detectFaces(sample)
    expect(faces).toHaveLength(3)
    for (const box of [WOMAN_IN_BLUE, MAN_AT_DINNER]) {
      expect(Math.max(...faces.map(({ boundingBox }) => overlap(boundingBox, box)))).toBeGreaterThan(0.7)
    }
    const sizes = faces.map(({ boundingBox }) => boundingBox.width * boundingBox.height)
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a))
  })

  it("says of a face which way it looks, where its parts are, and what it was seen to be right about", async () => {
    const [face, ...others] = await recogniser.detectFaces(portrait)
    expect(others).toEqual([])
    expect(face?.confidence).toBeGreaterThan(95)
    // She looks to the image's right, her head is nearly level.
    expect(face?.pose.yaw).toBeGreaterThan(15)
    expect(Math.abs(face?.pose.roll ?? 90)).toBeLessThan(15)
    expect(face).toMatchObject({ gender: { value: "Female" }, sunglasses: { value: false } })
    expect(face?.ageRange?.low).toBeGreaterThan(10)
    expect(face?.ageRange?.high).toBeLessThan(50)
    const at = Object.fromEntries(face!.landmarks.map((landmark) => [landmark.type, landmark]))
    expect(at["eyeLeft"]!.x).toBeLessThan(at["eyeRight"]!.x)
    expect(at["eyeLeft"]!.y).toBeLessThan(at["nose"]!.y)
    expect(at["nose"]!.y).toBeLessThan(at["mouthLeft"]!.y)
    expect(at["mouthDown"]!.y).toBeLessThan(at["chinBottom"]!.y)
  })

  it("says nothing of the gender and the like of small faces", async () => {
    const faces = await recogniser.detectFaces(sample)
    const small = faces.filter(({ boundingBox }) => boundingBox.width * width < 40)
    expect(small).toHaveLength(2)
    for (const face of small) expect(face).not.toHaveProperty("gender")
  })

  it("finds a face that is 2.5 % of the image wide, in any part of it", async () => {
    const face = await sharp(portrait).resize({ width: 190 }).toBuffer()
    const places = [
      { left: 40, top: 30 },
      { left: 1650, top: 800 },
      { left: 865, top: 440 },
    ]
    const image = await sharp({ create: { width: 1920, height: 1080, channels: 3, background: "#888" } })
      .composite(places.map((place) => ({ input: face, ...place })))
      .jpeg()
      .toBuffer()
    const faces = await recogniser.detectFaces(image)
    const lefts = faces.map(({ boundingBox }) => boundingBox.left * 1920).sort((a, b) => a - b)
    expect(lefts).toHaveLength(3)
    for (const [index, left] of [40, 865, 1650].entries()) {
      expect(lefts[index]).toBeGreaterThan(left + 20)
      expect(lefts[index]).toBeLessThan(left + 100)
    }
  })

  it("gives boxes of the upright image when EXIF says that the pixels lie on their side", async () => {
    const lying = await sharp(portrait).rotate(270).jpeg({ quality: 95 }).withMetadata({ orientation: 6 }).toBuffer()
    const [upright] = await recogniser.detectFaces(portrait)
    const [face] = await recogniser.detectFaces(lying)
    expect(overlap(face!.boundingBox, upright!.boundingBox)).toBeGreaterThan(0.85)
  })

  it("follows a head that is held askew", async () => {
    const askew = await sharp(portrait).rotate(30, { background: "#888" }).jpeg().toBuffer()
    const [upright] = await recogniser.detectFaces(portrait)
    const [face] = await recogniser.detectFaces(askew)
    expect(face!.pose.roll - upright!.pose.roll).toBeGreaterThan(20)
    expect(face!.pose.roll - upright!.pose.roll).toBeLessThan(40)
  })

  it("finds nothing in a blank image", async () => {
    const blank = sharp({ create: { width: 600, height: 400, channels: 3, background: "#c0a080" } })
    expect(await recogniser.detectFaces(await blank.jpeg().toBuffer())).toEqual([])
  })
})
