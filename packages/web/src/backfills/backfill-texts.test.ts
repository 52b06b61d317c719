import { describe, expect, it } from "vitest"
import { countsText, leftText, stateText } from "./backfill-texts.ts"

const counts = { rows: 5_000, emitted: 4_981, malformed: 19, foreign: 0, skipped: 6 }

describe("a backfill", () => {
  it("is told of by its counts, without what there is none of", () => {
    expect(countsText({ counts })).toBe(
      `${(5000).toLocaleString()} rows read, ${(4975).toLocaleString()} taken in, 6 skipped, 19 malformed`,
    )
    expect(countsText({ counts: { rows: 1, emitted: 1, malformed: 0, foreign: 0, skipped: 0 } })).toBe(
      "1 row read, 1 taken in",
    )
  })

  it("says that it waits only while it runs", () => {
    expect(stateText({ state: "running", waiting: true })).toContain("waits")
    expect(stateText({ state: "paused", waiting: true })).toBe("Paused")
  })

  it("says how long it still takes where its share is known", () => {
    const running = { state: "running", done: 0.5, counts, rate: 50 } as const
    expect(leftText(running)).toBe("about 1 min 40 s left at this rate")
    expect(leftText({ ...running, done: null })).toBeNull()
    expect(leftText({ ...running, done: 0 })).toBeNull()
    expect(leftText({ ...running, state: "paused" })).toBeNull()
  })
})
