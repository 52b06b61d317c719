import { type RefObject, useLayoutEffect, useRef } from "react"
import { type GridLayout, rowOf, rowsBetween } from "../layout/grid-layout.ts"

interface Anchored {
  readonly layout: GridLayout
  readonly ids: readonly string[]
}

/** Keeps what is seen where it is when photos come, go or change their size above it. */
export function useScrollAnchor(grid: RefObject<HTMLElement | null>, { layout, ids }: Anchored): void {
  const before = useRef<Anchored>({ layout, ids })
  useLayoutEffect(() => {
    const top = grid.current?.getBoundingClientRect().top ?? 0
    const moved = top < 0 ? movedBy(before.current, { layout, ids }, -top) : 0
    before.current = { layout, ids }
    if (moved !== 0) window.scrollBy({ top: moved, behavior: "instant" })
  }, [grid, layout, ids])
}

/** By how much the first photo that is seen, or the next that is still there, is lower than it was. */
export function movedBy(before: Anchored, after: Anchored, top: number): number {
  if (before.layout === after.layout) return 0
  const [first] = rowsBetween(before.layout, top, Infinity)
  const places = new Map(after.ids.map((id, index) => [id, index]))
  for (const row of before.layout.rows.slice(first, first + 20)) {
    const place = places.get(before.ids[row.first] ?? "")
    const now = place === undefined ? undefined : after.layout.rows[rowOf(after.layout, place)]
    if (now) return now.top - row.top
  }
  return 0
}
