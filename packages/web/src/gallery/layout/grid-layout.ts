import { justifyRows, type Row } from "./justify-rows.ts"
import type { MonthGroup } from "./month-groups.ts"

export interface GridOptions {
  readonly width: number
  readonly gap: number
  /** Height of a group's heading in pixels. */
  readonly heading: number
}

export interface PlacedRow extends Row {
  /** Pixels from the grid's top. */
  readonly top: number
}

export interface GridSection {
  readonly key: string
  /** Null where the photos are not grouped. */
  readonly title: string | null
  readonly top: number
  readonly height: number
  readonly firstRow: number
  readonly endRow: number
}

export interface GridLayout {
  readonly height: number
  readonly rows: readonly PlacedRow[]
  readonly sections: readonly GridSection[]
}

/** The height that rows come near to on a page of that width. */
export function rowHeightFor(width: number): number {
  return Math.round(Math.min(250, Math.max(116, 84 + width * 0.1)))
}

/** Places every photo of every group; without groups, all photos under no heading. */
export function gridLayout(
  ratios: readonly number[],
  groups: readonly MonthGroup[] | null,
  { width, gap, heading }: GridOptions,
): GridLayout {
  const rows: PlacedRow[] = []
  const sections: GridSection[] = []
  let top = 0
  for (const { key, title, first, end } of groups ?? [{ key: "all", title: null, first: 0, end: ratios.length }]) {
    const section = { key, title, top, firstRow: rows.length }
    if (title !== null) top += heading
    for (const row of justifyRows(ratios.slice(first, end), { width, gap, height: rowHeightFor(width) })) {
      rows.push({ ...row, first: row.first + first, top })
      top += row.height + gap
    }
    sections.push({ ...section, height: top - section.top, endRow: rows.length })
  }
  return { height: Math.max(0, top - gap), rows, sections }
}

/** The rows of which a part lies between two heights: [first, end). */
export function rowsBetween({ rows }: GridLayout, top: number, bottom: number): readonly [number, number] {
  const first = lowerBound(rows, (row) => row.top + row.height > top)
  return [
    first,
    Math.max(
      first,
      lowerBound(rows, (row) => row.top >= bottom),
    ),
  ]
}

/** The row of a photo, by the photo's index; -1 where there is none. */
export function rowOf({ rows }: GridLayout, photo: number): number {
  const row = lowerBound(rows, ({ first, boxes }) => first + boxes.length > photo)
  return photo >= 0 && row < rows.length ? row : -1
}

/** The first index for which it is true, given that it stays true from there on. */
function lowerBound(rows: readonly PlacedRow[], isTrue: (row: PlacedRow) => boolean): number {
  let [low, high] = [0, rows.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const row = rows[middle]
    if (row && isTrue(row)) high = middle
    else low = middle + 1
  }
  return low
}
