import { describe, expect, it } from "vitest"
import { confidenceOf } from "./calibration.ts"

describe("confidenceOf", () => {
  it("spans 0 to 100 and never falls", () => {
    const confidences = Array.from({ length: 101 }, (_, percent) => confidenceOf(percent / 100))
    expect(confidences).toEqual(confidences.toSorted((a, b) => a - b))
    expect(confidences[0]).toBe(0)
    expect(confidences[100]).toBe(100)
  })

  it("reaches Rekognition's default MinConfidence at a score of 0.4", () => {
    expect(confidenceOf(0.399)).toBeLessThan(55)
    expect(confidenceOf(0.4)).toBe(55)
  })

  it("interpolates between its points and stays in range outside them", () => {
    expect(confidenceOf(0.45)).toBeCloseTo(67.5)
    expect(confidenceOf(-1)).toBe(0)
    expect(confidenceOf(2)).toBe(100)
  })
})
