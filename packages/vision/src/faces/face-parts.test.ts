import { describe, expect, it } from "vitest"
import { attributesOf } from "./attributes.ts"
import { cutSquare } from "./cut-square.ts"
import type { MeshPoint } from "./face-mesh.ts"
import { faceWindows } from "./face-windows.ts"
import { poseOf } from "./pose.ts"
import { isFace } from "./see-faces.ts"
import { eyeBrightness, sunglassesOf } from "./sunglasses.ts"

describe("faceWindows", () => {
  it("covers the image whole, and again with squares of half its longer side that overlap", () => {
    const [whole, ...parts] = faceWindows(1920, 1080)
    expect(whole).toEqual({ left: 0, top: -420, side: 1920 })
    expect(parts).toHaveLength(6)
    expect(new Set(parts.map(({ side }) => side))).toEqual(new Set([960]))
    expect(parts.at(-1)).toEqual({ left: 960, top: 120, side: 960 })
  })

  it("has no parts of an image that the detector sees at its full size anyway", () => {
    expect(faceWindows(500, 300)).toHaveLength(1)
  })
})

describe("isFace", () => {
  const seen = (score: number, mesh: number) => isFace({ score, mesh: { score: mesh } })

  it("wants one sure network or two that agree", () => {
    expect([seen(0.86, 0.1), seen(0.55, 0.9), seen(0.84, 0.5), seen(0.45, 1)]).toEqual([true, true, false, false])
  })
})

describe("poseOf", () => {
  /** A flat face of which the four points that count are set, looking at the camera, turned about the vertical and then in the image. */
  const face = (yaw: number, roll = 0): MeshPoint[] => {
    const turned = ([x, y]: readonly [number, number]) => {
      const [across, z] = [x * Math.cos(yaw), x * Math.sin(yaw)]
      return { x: across * Math.cos(roll) - y * Math.sin(roll), y: across * Math.sin(roll) + y * Math.cos(roll), z }
    }
    const points = Array.from({ length: 468 }, () => turned([0, 0]))
    Object.assign(points, { 10: turned([0, -1]), 152: turned([0, 1]), 234: turned([-1, 0]), 454: turned([1, 0]) })
    return points
  }

  it("is positive for a face that looks to the image's right, whose right cheek is farther away", () => {
    expect(poseOf(face(Math.PI / 6))).toMatchObject({ yaw: expect.closeTo(30), roll: expect.closeTo(0) })
  })

  it("is positive for a head whose right side in the image is lower", () => {
    expect(poseOf(face(0, Math.PI / 9))).toMatchObject({ yaw: expect.closeTo(0), roll: expect.closeTo(20) })
  })
})

describe("cutSquare", () => {
  it("turns what it cuts upright, and is black outside the image", () => {
    // Left half red, right half blue; turned by a quarter, red is on top.
    const data = Uint8Array.from({ length: 8 * 8 * 3 }, (_, index) => {
      const right = Math.floor(index / 3) % 8 >= 4
      return index % 3 === (right ? 2 : 0) ? 200 : 0
    })
    const square = { center: { x: 4, y: 4 }, side: 8, angle: -Math.PI / 2 }
    const cut = cutSquare({ data, width: 8, height: 8 }, square, 4)
    const at = (x: number, y: number) => [...cut.subarray((y * 4 + x) * 3, (y * 4 + x) * 3 + 3)].map(Math.round)
    expect([at(1, 0), at(1, 3)]).toEqual([
      [200, 0, 0],
      [0, 0, 200],
    ])
    const outside = cutSquare({ data, width: 8, height: 8 }, { ...square, center: { x: 40, y: 4 } }, 4)
    expect(Math.max(...outside)).toBe(0)
  })
})

describe("attributesOf", () => {
  it("gives the likelier answer with its probability, and the emotions that are known", () => {
    expect(attributesOf({ male: 0.2, age: 29.6, happy: 0.9, neutral: 0.05 }, 0.8)).toEqual({
      ageRange: { low: 24, high: 36 },
      gender: { value: "Female", confidence: 80 },
      smile: { value: true, confidence: 90 },
      sunglasses: { value: false, confidence: 100 },
      emotions: [
        { type: "HAPPY", confidence: 90 },
        { type: "CALM", confidence: 5 },
      ],
    })
  })

  it("has no age below zero", () => {
    const { ageRange } = attributesOf({ male: 0.5, age: 3, happy: 0, neutral: 1 }, 0.84)
    expect(ageRange).toEqual({ low: 0, high: 9 })
  })
})

describe("sunglasses", () => {
  it("are where the eyes are far darker than the cheeks", () => {
    const places = {
      33: [20, 20],
      133: [30, 20],
      362: [50, 20],
      263: [60, 20],
      50: [25, 50],
      280: [55, 50],
      205: [28, 60],
      425: [52, 60],
    }
    const points = Array.from({ length: 468 }, () => ({ x: 0, y: 0 }))
    for (const [index, [x = 0, y = 0]] of Object.entries(places)) points[Number(index)] = { x, y }
    const image = (eyes: number) => ({
      data: Uint8Array.from({ length: 80 * 80 * 3 }, (_, index) => (index < 80 * 3 * 35 ? eyes : 200)),
      width: 80,
      height: 80,
    })
    expect(eyeBrightness(image(20), points)).toBeCloseTo(0.1)
    expect(sunglassesOf(eyeBrightness(image(20), points))).toMatchObject({ value: true })
    expect(sunglassesOf(eyeBrightness(image(160), points))).toMatchObject({ value: false })
    expect(sunglassesOf(0.4).confidence).toBe(50)
  })
})
