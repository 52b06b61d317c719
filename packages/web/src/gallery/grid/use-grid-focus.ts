import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from "react"
import { type GridLayout, rowOf } from "../layout/grid-layout.ts"
import { moveFocus, type MoveKey } from "../layout/move-focus.ts"

export interface GridFocus {
  /** Index of the photo that Tab leads to. */
  readonly active: number
  readonly move: (key: MoveKey) => void
  /** Makes a photo the one that Tab leads to; moves the focus there where `focus` is asked for. */
  readonly goTo: (photoId: string, options?: { readonly focus: boolean }) => void
}

/** The roving tab stop: one photo can be reached by Tab, and the keys move it by where photos lie. */
export function useGridFocus(
  grid: RefObject<HTMLElement | null>,
  layout: GridLayout,
  ids: readonly string[],
): GridFocus {
  const [activeId, setActiveId] = useState<string | null>(null)
  const [wanted, setWanted] = useState<{ readonly photoId: string } | null>(null)
  const goal = useRef<number | undefined>(undefined)
  const lastIndex = useRef(0)
  const found = activeId === null ? 0 : ids.indexOf(activeId)
  // Where the photo was deleted, the one that took its place.
  const active = found === -1 ? Math.min(lastIndex.current, Math.max(0, ids.length - 1)) : found
  useLayoutEffect(() => {
    lastIndex.current = active
  }, [active])
  useLayoutEffect(() => {
    if (wanted === null) return
    scrollToRow(grid.current, layout, ids.indexOf(wanted.photoId))
    tileOf(grid.current, wanted.photoId)?.focus({ preventScroll: true })
    // Only when it is asked for, not with every change of the layout.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [wanted])
  useKeptFocus(grid, ids[active])
  const goTo: GridFocus["goTo"] = (photoId, { focus } = { focus: false }) => {
    setActiveId(photoId)
    if (focus) setWanted({ photoId })
  }
  return {
    active,
    goTo: (photoId, options) => {
      goal.current = undefined
      goTo(photoId, options)
    },
    move: (key) => {
      const page = window.innerHeight * 0.8
      const moved = moveFocus(layout, active, key, {
        page,
        ...(goal.current === undefined ? {} : { goal: goal.current }),
      })
      goal.current = moved.goal
      const photoId = ids[moved.index]
      if (photoId !== undefined) goTo(photoId, { focus: true })
    },
  }
}

/** When the photo that had the focus goes, deleted or taken out of the list, the one in its place has it. */
function useKeptFocus(grid: RefObject<HTMLElement | null>, next: string | undefined): void {
  const focused = useRef<Element | null>(null)
  const isLost = () => focused.current?.isConnected === false && document.activeElement === document.body
  useEffect(() => {
    const element = grid.current
    const take = ({ target }: FocusEvent) => void (focused.current = target as Element)
    const leave = ({ target, relatedTarget }: FocusEvent) => {
      // What is removed is left a moment before.
      if (relatedTarget === null) queueMicrotask(() => (target as Element).isConnected && (focused.current = null))
    }
    element?.addEventListener("focusin", take)
    element?.addEventListener("focusout", leave)
    return () => {
      element?.removeEventListener("focusin", take)
      element?.removeEventListener("focusout", leave)
      if (isLost()) document.getElementById("main")?.focus({ preventScroll: true })
    }
  }, [grid])
  // After each drawing: a dialog that asked for the deletion may close after the photo has gone.
  useEffect(() => {
    if (isLost() && next !== undefined) tileOf(grid.current, next)?.focus({ preventScroll: true })
  })
}

function tileOf(grid: HTMLElement | null, photoId: string): HTMLElement | null {
  return grid?.querySelector<HTMLElement>(`[data-photo="${CSS.escape(photoId)}"]`) ?? null
}

const MARGIN = 12

/** Scrolls as little as needed for the row to be seen between what lies over the page at its top and bottom. */
function scrollToRow(grid: HTMLElement | null, layout: GridLayout, photo: number): void {
  const row = layout.rows[rowOf(layout, photo)]
  if (!grid || !row) return
  const top = grid.getBoundingClientRect().top + row.top
  const { paddingTop, paddingBottom } = coveredBy(grid)
  const above = top - paddingTop - MARGIN
  const below = top + row.height - (window.innerHeight - paddingBottom - MARGIN)
  if (above < 0) window.scrollBy({ top: above, behavior: "instant" })
  else if (below > 0) window.scrollBy({ top: Math.min(below, above), behavior: "instant" })
}

/** Pixels of sticky headings above and bars below, as photo-grid.module.css has them. */
function coveredBy(grid: HTMLElement): { paddingTop: number; paddingBottom: number } {
  const style = getComputedStyle(grid)
  return {
    paddingTop: Number.parseFloat(style.scrollMarginTop) || 0,
    paddingBottom: Number.parseFloat(style.scrollMarginBottom) || 0,
  }
}
