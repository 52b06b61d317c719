import { describe, expect, it } from "vitest"
import { gridLayout, rowHeightFor, rowOf, rowsBetween } from "./grid-layout.ts"

const options = { width: 1000, gap: 4, heading: 40 }
const groups = [
  { key: "b", title: "B", first: 0, end: 7 },
  { key: "a", title: "A", first: 7, end: 30 },
]
const ratios = Array.from({ length: 30 }, () => 1.5)

describe("gridLayout", () => {
  it("begins a row and leaves room for a heading with every group", () => {
    const { rows, sections, height } = gridLayout(ratios, groups, options)
    expect(sections.map(({ title }) => title)).toEqual(["B", "A"])
    for (const { top, firstRow } of sections) expect(rows[firstRow]?.top).toBe(top + 40)
    expect(rows[sections[1]?.firstRow ?? 0]?.first).toBe(7)
    expect(sections[1]?.top).toBe(sections[0]?.height)
    const last = rows.at(-1)
    expect(height).toBe((last?.top ?? 0) + (last?.height ?? 0))
  })

  it("has no heading without groups, and no rows without photos", () => {
    expect(gridLayout(ratios, null, options).rows[0]?.top).toBe(0)
    expect(gridLayout([], null, options)).toMatchObject({ height: 0, rows: [] })
  })

  it("has lower rows where there is less room", () => {
    expect(rowHeightFor(320)).toBeLessThan(rowHeightFor(1280))
    expect(rowHeightFor(9000)).toBe(250)
  })
})

describe("rowsBetween", () => {
  const layout = gridLayout(ratios, null, options)

  it("is what can be seen, and no more", () => {
    const second = layout.rows[1]
    const [top, bottom] = [second?.top ?? 0, (second?.top ?? 0) + (second?.height ?? 0)]
    expect(rowsBetween(layout, top, bottom)).toEqual([1, 2])
    expect(rowsBetween(layout, top - 5, bottom + 5)).toEqual([0, 3])
    expect(rowsBetween(layout, -500, 0)).toEqual([0, 0])
    expect(rowsBetween(layout, layout.height, layout.height + 500)).toEqual([layout.rows.length, layout.rows.length])
  })

  it("finds a photo's row", () => {
    for (const [index, { first, boxes }] of layout.rows.entries()) {
      expect(rowOf(layout, first)).toBe(index)
      expect(rowOf(layout, first + boxes.length - 1)).toBe(index)
    }
    expect(rowOf(layout, 30)).toBe(-1)
    expect(rowOf(layout, -1)).toBe(-1)
  })
})
