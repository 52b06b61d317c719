import { describe, expect, it } from "vitest"
import { overlap, readDetections } from "./detections.ts"

const PERSON = 0
const CAR = 2
const TRUCK = 7

describe("readDetections", () => {
  it("makes boxes relative and cuts them at the image's edge", () => {
    const [detection] = readDetections([[-10, 25, 50, 110, 0.6, CAR]], 100)
    expect(detection).toEqual({ classIndex: CAR, score: 0.6, box: { left: 0, top: 0.25, width: 0.5, height: 0.75 } })
  })

  it("drops noise, boxes outside the image and what is not a number", () => {
    const rows = [[0, 0, 50, 50, 0.19, PERSON], [120, 0, 150, 50, 0.9, PERSON], [0, 0, 50, 50, Number.NaN, PERSON], []]
    expect(readDetections(rows, 100)).toEqual([])
  })

  it("keeps the better of two boxes around one object", () => {
    const rows = [
      [0, 0, 50, 50, 0.6, PERSON],
      [2, 2, 52, 52, 0.5, PERSON],
      [60, 60, 90, 90, 0.4, PERSON],
    ]
    expect(readDetections(rows, 100).map(({ score }) => score)).toEqual([0.6, 0.4])
  })

  it("keeps two classes that overlap unless the boxes are nearly equal", () => {
    const inside = [
      [0, 0, 50, 50, 0.6, PERSON],
      [0, 15, 50, 50, 0.5, CAR],
    ]
    const equal = [
      [0, 0, 50, 50, 0.6, CAR],
      [0, 1, 50, 50, 0.5, TRUCK],
    ]
    expect(readDetections(inside, 100)).toHaveLength(2)
    expect(readDetections(equal, 100).map(({ classIndex }) => classIndex)).toEqual([CAR])
  })
})

describe("overlap", () => {
  const box = { left: 0.2, top: 0.2, width: 0.2, height: 0.2 }

  it("is 1 for the same box and 0 for boxes apart", () => {
    expect(overlap(box, box)).toBeCloseTo(1)
    expect(overlap(box, { ...box, left: 0.5 })).toBe(0)
  })

  it("is the shared area over the area of both", () => {
    expect(overlap(box, { ...box, left: 0.3 })).toBeCloseTo(1 / 3)
  })
})
