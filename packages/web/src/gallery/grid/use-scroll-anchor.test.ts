import { describe, expect, it } from "vitest"
import { gridLayout } from "../layout/grid-layout.ts"
import { movedBy } from "./use-scroll-anchor.ts"

const options = { width: 1000, gap: 10, heading: 40 }

function anchored(ids: readonly string[]) {
  return {
    ids,
    layout: gridLayout(
      ids.map(() => 1.5),
      null,
      options,
    ),
  }
}

const ids = Array.from({ length: 40 }, (_, index) => `photo ${index}`)

describe("movedBy", () => {
  const before = anchored(ids)
  const row = before.layout.rows[3]

  it("is what came above what is seen", () => {
    const perRow = before.layout.rows[1]?.first ?? 0
    const added = Array.from({ length: perRow }, (_, index) => `new ${index}`)
    expect(movedBy(before, anchored([...added, ...ids]), row?.top ?? 0)).toBe(before.layout.rows[1]?.top)
  })

  it("is nothing when photos come at the end", () => {
    expect(movedBy(before, anchored([...ids, "last"]), row?.top ?? 0)).toBe(0)
  })

  it("goes by the next photo where the first one was deleted", () => {
    const gone = ids.filter((_, index) => index !== row?.first)
    expect(Math.abs(movedBy(before, anchored(gone), row?.top ?? 0))).toBeLessThan(300)
  })

  it("is nothing where all is new", () => {
    expect(movedBy(before, anchored(["other"]), row?.top ?? 0)).toBe(0)
  })
})
