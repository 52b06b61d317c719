import { describe, expect, it } from "vitest"
import { justifyRows, ratioOf, type Row } from "./justify-rows.ts"

const options = { width: 1000, height: 200, gap: 8 }

function rightEdge({ boxes }: Row): number {
  const last = boxes.at(-1)
  return (last?.left ?? 0) + (last?.width ?? 0)
}

/** The same numbers each time, without a pattern that a layout could like. */
function ratios(count: number): number[] {
  let seed = 7
  return Array.from({ length: count }, () => {
    seed = (seed * 16807) % 2147483647
    return 0.5 + (seed / 2147483647) * 1.8
  })
}

describe("justifyRows", () => {
  it("fills the width exactly in every row but the last", () => {
    for (const width of [320, 333, 768, 1280, 1919]) {
      const rows = justifyRows(ratios(500), { ...options, width })
      expect(new Set(rows.slice(0, -1).map(rightEdge))).toEqual(new Set([width]))
    }
  })

  it("leaves the gap between neighbours, and places every photo once, in order", () => {
    const rows = justifyRows(ratios(300), options)
    expect(rows.flatMap(({ first, boxes }) => boxes.map((_, index) => first + index))).toEqual(
      Array.from({ length: 300 }, (_, index) => index),
    )
    for (const { boxes } of rows)
      for (const [index, { left }] of boxes.entries()) {
        const before = boxes[index - 1]
        if (before) expect(left - before.left - before.width).toBe(8)
      }
  })

  it("keeps heights near the one that is wished", () => {
    for (const { height } of justifyRows(ratios(500), options)) {
      expect(height).toBeGreaterThan(110)
      expect(height).toBeLessThanOrEqual(300)
    }
  })

  it("keeps the photos' ratios to the pixel", () => {
    const given = ratios(100)
    for (const { first, height, boxes } of justifyRows(given, options))
      for (const [index, { width }] of boxes.entries())
        expect(Math.abs(width - (given[first + index] ?? 0) * height)).toBeLessThan(2.5)
  })

  it("does not stretch the last row", () => {
    const [row] = justifyRows([1.5], options)
    expect(row).toEqual({ first: 0, height: 200, boxes: [{ left: 0, width: 300 }] })
  })

  it("crops an extreme panorama, so that its row is not a line", () => {
    const [row] = justifyRows([40, 1.5], { ...options, width: 320 })
    expect(row?.boxes).toEqual([{ left: 0, width: 320 }])
    expect(row?.height).toBe(120)
  })

  it("crops a photo that is 1 px wide, so that it can be hit", () => {
    const [row] = justifyRows([1 / 4000, 1.5], options)
    expect(row?.boxes[0]?.width).toBe(80)
  })

  it("takes a ratio that makes no sense for 3:2", () => {
    expect(ratioOf({ width: null, height: null })).toBe(1.5)
    expect(ratioOf({ width: 100, height: null })).toBe(1.5)
    expect(ratioOf({ width: 400, height: 0 })).toBe(1.5)
    expect(ratioOf({ width: 3024, height: 4032 })).toBe(0.75)
  })

  it("has a box for every photo even where there is next to no width", () => {
    for (const width of [1, 2, 9, 40]) {
      const rows = justifyRows([1.5, 0.01, 90, 1], { ...options, width })
      const boxes = rows.flatMap((row) => row.boxes)
      expect(boxes).toHaveLength(4)
      expect(boxes.every((box) => box.width >= 1)).toBe(true)
      expect(rows.every((row) => row.height >= 1)).toBe(true)
    }
    expect(justifyRows([1, 1], { ...options, width: 0 })).toEqual([])
    expect(justifyRows([], options)).toEqual([])
  })

  it("lays out anew for another width, more photos a row where it is wider", () => {
    const photos = ratios(60)
    const [narrow, wide] = [400, 1600].map((width) => justifyRows(photos, { ...options, width }))
    expect(narrow?.length).toBeGreaterThan((wide?.length ?? 0) * 2)
  })

  it("takes little time for 10,000 photos", () => {
    const photos = ratios(10_000)
    const start = performance.now()
    justifyRows(photos, options)
    expect(performance.now() - start).toBeLessThan(200)
  })
})
