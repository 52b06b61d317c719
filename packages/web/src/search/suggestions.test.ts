import { describe, expect, it } from "vitest"
import { suggestionsFor } from "./suggestions.ts"

const facets = {
  labels: [
    { name: "Dog", count: 5 },
    { name: "Hot Dog", count: 40 },
    { name: "Sundog", count: 90 },
    { name: "Beach", count: 12 },
  ],
  cameras: [{ name: "DogCam 3", count: 2 }],
}
const names = (text: string, most?: number) =>
  suggestionsFor(text, facets, most === undefined ? {} : { most }).map(({ name }) => name)

describe("suggestionsFor", () => {
  it("puts what begins with the text before what has it inside", () => {
    expect(names(" DOG ")).toEqual(["Dog", "DogCam 3", "Hot Dog", "Sundog"])
  })

  it("offers the most frequent without a text", () => {
    expect(names("", 2)).toEqual(["Sundog", "Hot Dog"])
  })

  it("offers nothing where nothing fits", () => {
    expect(names("zebra")).toEqual([])
  })

  it("says what to search for", () => {
    expect(suggestionsFor("dogc", facets)).toEqual([
      { kind: "camera", name: "DogCam 3", count: 2, filters: { camera: "DogCam 3" } },
    ])
  })
})
