import sharp from "sharp"
import { describe, expect, it } from "vitest"
import { ImageUndecodable } from "../errors.ts"
import { cssColors } from "./css-colors.ts"
import { nearestColor } from "./nearest-color.ts"
import { imageProperties } from "./see-properties.ts"

const plain = (background: string, width = 256, height = 256) =>
  sharp({ create: { width, height, channels: 3, background } })
const colorsOf = async (image: Buffer) => (await imageProperties(image)).dominantColors
const qualityOf = async (image: Buffer) => (await imageProperties(image)).quality

describe("dominant colours", () => {
  it("are those of CSS, with their share of the image, the most frequent first", async () => {
    const quarter = await plain("#2e4d50", 128, 128).png().toBuffer()
    const image = await plain("#ff0000")
      .composite([{ input: quarter, gravity: "northwest" }])
      .png()
      .toBuffer()
    expect(await colorsOf(image)).toEqual([
      { red: 255, green: 0, blue: 0, hexCode: "#ff0000", cssColor: "red", simplifiedColor: "red", pixelPercent: 75 },
      {
        red: 47,
        green: 79,
        blue: 79,
        hexCode: "#2f4f4f",
        cssColor: "darkslategrey",
        simplifiedColor: "grey",
        pixelPercent: 25,
      },
    ])
  })

  it("see transparent as white", async () => {
    const clear = await sharp({ create: { width: 90, height: 90, channels: 4, background: "#0000" } })
      .png()
      .toBuffer()
    expect((await colorsOf(clear)).map(({ cssColor }) => cssColor)).toEqual(["white"])
  })
})

describe("cssColors", () => {
  it("has every colour of CSS once, under twelve simplified ones", () => {
    expect(new Set(cssColors.map(({ hexCode }) => hexCode)).size).toBe(139)
    expect(new Set(cssColors.map(({ name }) => name)).size).toBe(139)
    expect(new Set(cssColors.map(({ simplified }) => simplified)).size).toBe(12)
    expect(cssColors.find(({ name }) => name === "gray")).toMatchObject({ hexCode: "#808080", rgb: [128, 128, 128] })
  })

  it("finds for nearly every colour itself, for all a colour that looks nearly the same", () => {
    const found = cssColors.map(({ rgb }) => cssColors[nearestColor(Uint8Array.from(rgb), 0)]!)
    const others = cssColors.filter(({ name }, index) => found[index]!.name !== name)
    expect(others.length).toBeLessThan(15)
    for (const [index, { rgb }] of cssColors.entries()) {
      const differences = rgb.map((value, channel) => Math.abs(value - found[index]!.rgb[channel]!))
      expect(Math.max(...differences)).toBeLessThan(20)
    }
  })
})

describe("quality", () => {
  it("has brightness from black to white, and no contrast and sharpness where there is one colour", async () => {
    expect(await qualityOf(await plain("#000").png().toBuffer())).toEqual({ brightness: 0, contrast: 0, sharpness: 0 })
    const white = await qualityOf(await plain("#fff").png().toBuffer())
    expect(white).toEqual({ brightness: expect.closeTo(100, 3), contrast: expect.closeTo(0, 3), sharpness: 0 })
  })

  it("has the full contrast where half is black and half is white", async () => {
    const half = await plain("#fff", 128, 256).png().toBuffer()
    const image = await plain("#000")
      .composite([{ input: half, gravity: "west" }])
      .png()
      .toBuffer()
    expect(await qualityOf(image)).toMatchObject({
      brightness: expect.closeTo(50, 1),
      contrast: expect.closeTo(100, 1),
    })
  })

  it("is less sharp the more an image is blurred", async () => {
    const noise = { type: "gaussian" as const, mean: 128, sigma: 40 }
    const create = { width: 512, height: 512, channels: 3 as const, background: "#888", noise }
    const image = await sharp({ create }).png().toBuffer()
    const sharpness = await Promise.all(
      [0.3, 2, 8].map(async (sigma) => (await qualityOf(await sharp(image).blur(sigma).png().toBuffer())).sharpness),
    )
    expect(sharpness).toEqual(sharpness.toSorted((a, b) => b - a))
    expect(sharpness[0]! - sharpness[2]!).toBeGreaterThan(20)
  })
})

it("rejects what is no JPEG or PNG", async () => {
  await expect(imageProperties(new TextEncoder().encode("not an image"))).rejects.toBeInstanceOf(ImageUndecodable)
})
