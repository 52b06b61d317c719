import { type GridLayout, type PlacedRow, rowOf } from "./grid-layout.ts"

export type MoveKey =
  | "ArrowLeft"
  | "ArrowRight"
  | "ArrowUp"
  | "ArrowDown"
  | "Home"
  | "End"
  | "PageUp"
  | "PageDown"
  | "First"
  | "Last"

export interface MoveOptions {
  /** What PageUp and PageDown move by, in pixels. */
  readonly page: number
  /** Middle of the photo from which a run of ups and downs began, so that it does not drift; by default the photo's own. */
  readonly goal?: number
}

export interface Moved {
  readonly index: number
  /** To be given to the next up or down. */
  readonly goal: number
}

/** The photo that a key leads to from another: beside it, or above and below by where it lies. */
export function moveFocus(layout: GridLayout, index: number, key: MoveKey, { page, goal }: MoveOptions): Moved {
  const row = layout.rows[rowOf(layout, index)]
  const last = layout.rows.at(-1)
  if (row === undefined || last === undefined) return { index: 0, goal: 0 }
  const middle = goal ?? middleOf(row, index)
  const to = (target: number) => ({ index: target, goal: middleOf(layout.rows[rowOf(layout, target)] ?? row, target) })
  const end = last.first + last.boxes.length - 1
  switch (key) {
    case "ArrowLeft":
      return to(Math.max(0, index - 1))
    case "ArrowRight":
      return to(Math.min(end, index + 1))
    case "Home":
      return to(row.first)
    case "End":
      return to(row.first + row.boxes.length - 1)
    case "First":
      return to(0)
    case "Last":
      return to(end)
    case "ArrowUp":
      return vertical(layout, index, middle, -1)
    case "ArrowDown":
      return vertical(layout, index, middle, 1)
    case "PageUp":
      return vertical(layout, index, middle, -rowsWithin(layout, index, -page))
    case "PageDown":
      return vertical(layout, index, middle, rowsWithin(layout, index, page))
  }
}

function vertical(layout: GridLayout, index: number, goal: number, rows: number): Moved {
  const from = rowOf(layout, index)
  const target = Math.min(layout.rows.length - 1, Math.max(0, from + rows))
  const row = layout.rows[target]
  return { index: row === undefined || target === from ? index : nearest(row, goal), goal }
}

/** How many rows fit into the distance, at least one. */
function rowsWithin({ rows, ...layout }: GridLayout, index: number, distance: number): number {
  const from = rowOf({ rows, ...layout }, index)
  const top = rows[from]?.top ?? 0
  const passed = rows.filter((row) =>
    distance > 0 ? row.top > top && row.top <= top + distance : row.top < top && row.top >= top + distance,
  )
  return Math.max(1, passed.length)
}

function middleOf({ first, boxes }: PlacedRow, index: number): number {
  const box = boxes[index - first]
  return box ? box.left + box.width / 2 : 0
}

/** The photo over whose width the goal lies, or that comes nearest to it. */
function nearest({ first, boxes }: PlacedRow, goal: number): number {
  const distances = boxes.map(({ left, width }) => Math.max(left - goal, goal - left - width, 0))
  return first + distances.indexOf(Math.min(...distances))
}
