import { describe, expect, it } from "vitest"
import { neighboursOf } from "./neighbours-of.ts"

const ids = ["a", "b", "c", "d"]

describe("neighboursOf", () => {
  it("is what comes before and after", () => {
    expect(neighboursOf(ids, "b", new Set())).toEqual({ previous: "a", next: "c" })
  })

  it("ends with the list", () => {
    expect(neighboursOf(ids, "a", new Set())).toEqual({ previous: null, next: "b" })
    expect(neighboursOf(ids, "d", new Set())).toEqual({ previous: "c", next: null })
  })

  it("passes over what was deleted, even from a photo that was deleted itself", () => {
    expect(neighboursOf(ids, "b", new Set(["b", "c"]))).toEqual({ previous: "a", next: "d" })
    expect(neighboursOf(ids, "b", new Set(["a", "c", "d"]))).toEqual({ previous: null, next: null })
  })

  it("is nothing for a photo that the list does not have", () => {
    expect(neighboursOf(ids, "z", new Set())).toEqual({ previous: null, next: null })
  })
})
