import { describe, expect, it } from "vitest"
import type { GridLayout } from "./grid-layout.ts"
import { moveFocus, type MoveKey } from "./move-focus.ts"

/**
 *  0: [0: 0-100][1: 100-200][2: 200-300]
 *  1: [3: 0-150][4: 150-300]
 *  2: [5: 0-100]
 */
const layout: GridLayout = {
  height: 300,
  sections: [],
  rows: [
    { first: 0, top: 0, height: 100, boxes: [at(0, 100), at(100, 100), at(200, 100)] },
    { first: 3, top: 100, height: 100, boxes: [at(0, 150), at(150, 150)] },
    { first: 5, top: 200, height: 100, boxes: [at(0, 100)] },
  ],
}

function at(left: number, width: number) {
  return { left, width }
}

function move(index: number, key: MoveKey, goal?: number) {
  return moveFocus(layout, index, key, { page: 200, ...(goal === undefined ? {} : { goal }) })
}

describe("moveFocus", () => {
  it.each([
    ["ArrowRight", 2, 3],
    ["ArrowRight", 5, 5],
    ["ArrowLeft", 3, 2],
    ["ArrowLeft", 0, 0],
    ["Home", 4, 3],
    ["End", 3, 4],
    ["First", 4, 0],
    ["Last", 1, 5],
  ] as const)("%s leads from photo %i to photo %i", (key, from, target) => {
    expect(move(from, key).index).toBe(target)
  })

  it.each([
    ["ArrowDown", 0, 3],
    ["ArrowDown", 2, 4],
    ["ArrowDown", 4, 5],
    ["ArrowUp", 4, 2],
    ["ArrowUp", 0, 0],
    ["ArrowDown", 5, 5],
    ["PageDown", 2, 5],
    ["PageUp", 5, 0],
  ] as const)("%s leads by geometry from photo %i to photo %i", (key, from, target) => {
    expect(move(from, key).index).toBe(target)
  })

  it("comes back to where a run of downs and ups began", () => {
    const down = move(2, "ArrowDown")
    const further = move(down.index, "ArrowDown", down.goal)
    expect(further.index).toBe(5)
    const up = move(further.index, "ArrowUp", further.goal)
    expect(up.index).toBe(4)
    expect(move(up.index, "ArrowUp", up.goal).index).toBe(2)
  })

  it("forgets the goal after a step aside", () => {
    expect(move(4, "ArrowLeft", 250)).toEqual({ index: 3, goal: 75 })
  })

  it("stays at the start where there is nothing", () => {
    expect(moveFocus({ height: 0, rows: [], sections: [] }, 3, "ArrowDown", { page: 1 }).index).toBe(0)
  })
})
