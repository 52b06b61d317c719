import { describe, expect, it } from "vitest"
import { changed, filtersOf, isEmpty, parsePlace, placeText } from "./filters.ts"

describe("filtersOf", () => {
  it("keeps every filter that an address has", () => {
    const filters = {
      text: "beach",
      label: "Dog",
      minConfidence: 90,
      camera: "Canon EOS R5",
      from: "2026-01-01",
      to: "2026-02-01",
      near: "48.1,11.5",
      radiusKm: 25,
      media: "video",
      status: "processed",
    }
    expect(filtersOf(filters)).toEqual(filters)
  })

  it("reads numbers that are text, and texts that look like numbers", () => {
    expect(filtersOf({ text: 2026, label: "Dog", minConfidence: "85" })).toEqual({
      text: "2026",
      label: "Dog",
      minConfidence: 85,
    })
  })

  it("leaves out what makes no sense", () => {
    const search = {
      text: "  ",
      label: {},
      from: "2026-02-30",
      to: "soon",
      near: "91,0",
      status: "constructor",
      media: "toString",
    }
    expect(filtersOf({ ...search, unknown: "x" })).toEqual({})
  })

  it("keeps a status that is one alone", () => {
    expect(filtersOf({ status: "failed" })).toEqual({ status: "failed" })
    expect(filtersOf({ status: "toString" })).toEqual({})
  })

  it("drops a confidence without a label and a radius without a place", () => {
    expect(filtersOf({ minConfidence: 90, radiusKm: 5 })).toEqual({})
  })

  it("keeps a confidence of zero", () => {
    expect(filtersOf({ label: "Dog", minConfidence: 0 })).toEqual({ label: "Dog", minConfidence: 0 })
  })

  it("brings numbers into their range", () => {
    expect(filtersOf({ label: "Dog", minConfidence: 400, near: "0,0", radiusKm: -3 })).toEqual({
      label: "Dog",
      minConfidence: 100,
      near: "0,0",
      radiusKm: 0.1,
    })
  })

  it("puts days into order", () => {
    expect(filtersOf({ from: "2026-03-01", to: "2026-01-01" })).toEqual({ from: "2026-01-01", to: "2026-03-01" })
  })

  it("gives for its own filters the same again", () => {
    const filters = filtersOf({ label: "Dog", minConfidence: 71, near: "1,2", from: "2026-01-01" })
    expect(filtersOf(filters)).toEqual(filters)
  })
})

describe("changed", () => {
  it("takes a filter away with what depended on it", () => {
    expect(changed({ label: "Dog", minConfidence: 90, text: "park" }, { label: undefined })).toEqual({ text: "park" })
  })

  it("is empty when the last one is gone", () => {
    expect(isEmpty(changed({ text: "park" }, { text: undefined }))).toBe(true)
    expect(isEmpty({ status: "failed" })).toBe(false)
  })
})

describe("parsePlace", () => {
  it("reads latitude and longitude, with spaces or without", () => {
    expect(parsePlace(" 48.137 , -11.5 ")).toEqual({ latitude: 48.137, longitude: -11.5 })
  })

  it.each(["", "48", "48,", "north,east", "91,0", "0,181", "1,2,3"])("refuses %j", (text) => {
    expect(parsePlace(text)).toBeNull()
  })

  it("reads what placeText writes", () => {
    expect(placeText(48.123456789, -0)).toBe("48.12346,0")
    expect(parsePlace(placeText(48.123456789, 11))).toEqual({ latitude: 48.12346, longitude: 11 })
  })
})
