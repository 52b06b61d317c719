import type { PhotoDetail } from "@darkroom/gallery-api"
import { describe, expect, it } from "vitest"
import { barsOf } from "./bars-of.ts"
import { lanesOf } from "./lanes-of.ts"
import { segmentText, stretchText } from "./segment-text.ts"

const seen = (start: number, end: number, confidence: number) => ({ start, end, confidence })
const dog = { name: "Dog", confidence: 96, parents: [], categories: [], instances: [] }
const video = (more: object) => ({ labels: [], video: { ...more } }) as unknown as PhotoDetail

describe("the lanes", () => {
  it("are what is sensitive, people, labels, faces and text, in this order", () => {
    const photo = {
      ...video({
        moderation: [{ name: "Alcohol", parent: null, confidence: 90, segments: [seen(0, 1, 90)] }],
        celebrities: [{ name: "Ada", urls: [], confidence: 95, segments: [seen(0, 1, 95)] }],
        faces: { most: 2, segments: [seen(0, 1, 99), seen(5, 6, 81)] },
        text: [{ text: "Exit", confidence: 92, segments: [seen(2, 3, 92)] }],
      }),
      labels: [{ ...dog, segments: [seen(0, 4, 96)] }],
    }
    expect(lanesOf(photo, 80).map(({ kind, name, confidence }) => [kind, name, confidence])).toEqual([
      ["moderation", "Alcohol", 90],
      ["celebrity", "Ada", 95],
      ["label", "Dog", 96],
      ["face", "Up to 2 faces", 99],
      ["text", "Exit", 92],
    ])
  })

  it("have the stretches that are sure enough, and are not there without any", () => {
    const photo = { ...video({}), labels: [{ ...dog, segments: [seen(0, 4, 96), seen(6, 8, 70)] }] }
    expect(lanesOf(photo, 80)[0]?.segments).toEqual([seen(0, 4, 96)])
    expect(lanesOf(photo, 97)).toEqual([])
  })

  it("are none of a photo, nor of a video in which nothing was looked for", () => {
    expect(lanesOf({ labels: [dog], video: null }, 50)).toEqual([])
    expect(lanesOf(video({ faces: null }), 50)).toEqual([])
  })
})

describe("the bars", () => {
  it("are shares of the whole", () => {
    expect(barsOf([seen(2_500, 5_000, 90)], 10_000)).toEqual([{ ...seen(2_500, 5_000, 90), left: 0.25, width: 0.25 }])
  })

  it("are one where nobody could tell them apart", () => {
    const bars = barsOf([seen(0, 1_000, 80), seen(1_020, 2_000, 95), seen(9_000, 9_500, 70)], 10_000)
    expect(bars.map(({ start, end, confidence }) => [start, end, confidence])).toEqual([
      [0, 2_000, 95],
      [9_000, 9_500, 70],
    ])
    const many = Array.from({ length: 20_000 }, (_, index) => seen(index * 1_000, index * 1_000 + 400, 90))
    expect(barsOf(many, 20_000_000).length).toBeLessThan(300)
  })

  it("end within the whole, whatever the length is said to be", () => {
    const [bar] = barsOf([seen(0, 12_000, 90)], 0)
    expect([bar?.left, bar?.width]).toEqual([0, 1])
  })
})

it("says when something is seen, and how sure that is", () => {
  expect(segmentText("Dog", seen(1_000, 4_500, 96.2))).toBe("Dog, 0:01 to 0:04, 96\u00a0%")
  expect(stretchText(seen(1_000, 1_900, 96))).toBe("0:01")
})
