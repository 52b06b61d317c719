import sharp from "sharp"
import { afterAll, describe, expect, it } from "vitest"
import { overlap } from "../labels/detections.ts"
import { createRecogniser } from "../recogniser.ts"
import type { SeenText } from "../seen.ts"

const WIDTH = 1200
const HEIGHT = 800

interface Drawn {
  text: string
  x: number
  y: number
  size?: number
  angle?: number
}

/** Black text on white; `x` and `y` are where its baseline starts, about which it is turned, in degrees. */
async function draw(...lines: Drawn[]): Promise<Buffer> {
  const drawn = lines.map(({ text, x, y, size = 56, angle = 0 }) => {
    const style = `font-family="sans-serif" font-size="${size}" transform="rotate(${angle} ${x} ${y})"`
    return `<text x="${x}" y="${y}" ${style}>${text}</text>`
  })
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}">${drawn.join("")}</svg>`
  return await sharp(Buffer.from(svg)).flatten({ background: "#fff" }).png().toBuffer()
}

/** Where there is ink, which does not depend on the fonts of the machine. */
async function inkOf(image: Buffer) {
  const { info } = await sharp(image).trim({ background: "#fff" }).toBuffer({ resolveWithObject: true })
  const [left, top] = [-(info.trimOffsetLeft ?? 0) / WIDTH, -(info.trimOffsetTop ?? 0) / HEIGHT]
  return { left, top, width: info.width / WIDTH, height: info.height / HEIGHT }
}

const signs = [
  { text: "Forklift Zone 12", x: 80, y: 100 },
  { text: "EXIT ONLY", x: 700, y: 400, size: 70 },
  { text: "Handle with care", x: 100, y: 700, size: 44 },
]
const page = await draw(...signs)
const hasFonts = !(await sharp(page).stats()).channels.every(({ min }) => min === 255)

const recogniser = createRecogniser()
afterAll(() => recogniser.close())

const linesOf = (found: readonly SeenText[]) => found.filter(({ type }) => type === "LINE")

describe.skipIf(!hasFonts)("detectText", { timeout: 20_000 }, () => {
  it("reads lines where they are, from top to bottom", async () => {
    const lines = linesOf(await recogniser.detectText(page))
    expect(lines.map(({ text }) => text)).toEqual(signs.map(({ text }) => text))
    for (const [index, sign] of signs.entries()) {
      expect(overlap(lines[index]!.boundingBox, await inkOf(await draw(sign)))).toBeGreaterThan(0.8)
      expect(lines[index]!.confidence).toBeGreaterThan(80)
    }
  })

  it("numbers lines first, then their words, which know their lines and lie inside them", async () => {
    const found = await recogniser.detectText(page)
    expect(found.map(({ id }) => id)).toEqual(found.map((_, index) => index))
    const words = found.slice(3).map(({ type, text, parentId }) => [type, text, parentId])
    expect(words).toEqual([
      ["WORD", "Forklift", 0],
      ["WORD", "Zone", 0],
      ["WORD", "12", 0],
      ["WORD", "EXIT", 1],
      ["WORD", "ONLY", 1],
      ["WORD", "Handle", 2],
      ["WORD", "with", 2],
      ["WORD", "care", 2],
    ])
    for (const { boundingBox, parentId } of found.slice(3)) {
      const line = found[parentId!]!.boundingBox
      expect(boundingBox.left).toBeGreaterThanOrEqual(line.left - 1e-9)
      expect(boundingBox.left + boundingBox.width).toBeLessThanOrEqual(line.left + line.width + 1e-9)
    }
  })

  it.each([90, -90])("reads text that is turned by %i degrees where there is no other", async (angle) => {
    const image = await draw({ text: "Sideways words", x: 600, y: angle > 0 ? 150 : 650, angle })
    const [line] = linesOf(await recogniser.detectText(image))
    expect(line?.text).toBe("Sideways words")
    expect(overlap(line!.boundingBox, await inkOf(image))).toBeGreaterThan(0.8)
    // From the first corner, the upper left one of the text, it reads down or up the image.
    const [start, end] = line!.polygon
    expect(Math.sign(end!.y - start!.y)).toBe(Math.sign(angle))
  })

  it("gives places in the upright image when EXIF says that the pixels lie on their side", async () => {
    const lying = await sharp(page).rotate(270).jpeg({ quality: 95 }).withMetadata({ orientation: 6 }).toBuffer()
    const upright = linesOf(await recogniser.detectText(page))
    const lines = linesOf(await recogniser.detectText(lying))
    expect(lines.map(({ text }) => text)).toEqual(signs.map(({ text }) => text))
    for (const [index, { boundingBox }] of lines.entries()) {
      expect(overlap(boundingBox, upright[index]!.boundingBox)).toBeGreaterThan(0.85)
    }
  })

  it("reads nothing in a blank image and in noise", async () => {
    const background = { width: 1000, height: 100, channels: 3 as const, background: "#555" }
    const noise = { ...background, noise: { type: "gaussian" as const, mean: 128, sigma: 50 } }
    for (const create of [background, noise]) {
      expect(await recogniser.detectText(await sharp({ create }).png().toBuffer())).toEqual([])
    }
  })
})
