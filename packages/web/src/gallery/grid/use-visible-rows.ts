import { type RefObject, useCallback, useEffect, useLayoutEffect, useState } from "react"
import { type GridLayout, rowsBetween } from "../layout/grid-layout.ts"

/** In heights of the window: what is kept beyond what is seen. */
const BEYOND = 1

export type Range = readonly [first: number, end: number]

/** The rows near to what is seen of the grid, [first, end); it follows whatever scrolls. */
export function useVisibleRows(grid: RefObject<HTMLElement | null>, layout: GridLayout): Range {
  const [range, setRange] = useState<Range>([0, 0])
  const look = useCallback(() => {
    const top = grid.current?.getBoundingClientRect().top ?? 0
    const beyond = window.innerHeight * BEYOND
    const next = rowsBetween(layout, -top - beyond, window.innerHeight - top + beyond)
    setRange((now) => (now[0] === next[0] && now[1] === next[1] ? now : next))
  }, [grid, layout])
  useLayoutEffect(look, [look])
  useEffect(() => {
    // Captured, for scrolling does not bubble, and who scrolls is not the grid's business.
    const options = { capture: true, passive: true }
    window.addEventListener("scroll", look, options)
    window.addEventListener("resize", look)
    return () => {
      window.removeEventListener("scroll", look, options)
      window.removeEventListener("resize", look)
    }
  }, [look])
  return range
}
