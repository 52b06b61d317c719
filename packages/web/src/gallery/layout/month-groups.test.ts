import { describe, expect, it } from "vitest"
import { monthGroups } from "./month-groups.ts"

/** In the zone of whoever runs the test, as the page's reader is. */
function at(year: number, month: number, day: number, hour = 12): string {
  return new Date(year, month - 1, day, hour).toISOString()
}

describe("monthGroups", () => {
  it("puts neighbours of one month together", () => {
    const groups = monthGroups([at(2026, 11, 21), at(2026, 11, 1), at(2026, 10, 31), at(2025, 10, 31)], "en-GB")
    expect(groups).toEqual([
      { key: "2026-11", title: "November 2026", first: 0, end: 2 },
      { key: "2026-10", title: "October 2026", first: 2, end: 3 },
      { key: "2025-10", title: "October 2025", first: 3, end: 4 },
    ])
  })

  it("goes by the reader's midnight, not by UTC's", () => {
    expect(monthGroups([at(2026, 2, 1, 0), at(2026, 1, 31, 23)], "en").map(({ key }) => key)).toEqual([
      "2026-02",
      "2026-01",
    ])
  })

  it("has a key of its own for a month that comes again", () => {
    const keys = monthGroups([at(2026, 5, 1), at(2026, 4, 1), at(2026, 5, 1)], "en").map(({ key }) => key)
    expect(new Set(keys).size).toBe(3)
  })

  it("survives a time that is none", () => {
    expect(monthGroups(["yesterday"])).toEqual([{ key: "unknown", title: "At an unknown time", first: 0, end: 1 }])
    expect(monthGroups([])).toEqual([])
  })
})
