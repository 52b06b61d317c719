import { describe, expect, it } from "vitest"
import { filterText, titleOf } from "./filter-texts.ts"

describe("filterText", () => {
  it("says what is asked for", () => {
    expect(filterText("text", { text: "beach" })).toBe("“beach”")
    expect(filterText("label", { label: "Dog", minConfidence: 92.4 })).toBe("Dog, at least 92\u00A0%")
    expect(filterText("near", { near: "48.1,11.5" })).toBe("10 km around 48.1, 11.5")
    expect(filterText("status", { status: "processing" })).toBe("In progress")
    expect(filterText("media", { media: "video" })).toBe("Only videos")
  })

  it("says days, one, two or an open end", () => {
    expect(filterText("dates", { from: "2026-02-01" })).toMatch(/^Since .*2026/)
    expect(filterText("dates", { to: "2026-02-01" })).toMatch(/^Until .*2026/)
    expect(filterText("dates", { from: "2026-02-01", to: "2026-02-01" })).not.toMatch(/to/)
    expect(filterText("dates", { from: "2026-02-01", to: "2026-02-03" })).toMatch(/ to /)
  })

  it("says nothing where nothing is asked for", () => {
    for (const name of ["text", "label", "camera", "dates", "near", "media", "status"] as const)
      expect(filterText(name, {})).toBeNull()
  })
})

describe("titleOf", () => {
  it("names the first thing that is asked for", () => {
    expect(titleOf({ label: "Dog", camera: "X100" })).toBe("Search: Dog")
    expect(titleOf({ status: "failed" })).toBe("Search")
  })
})
