import type { KeyboardEvent, MouseEvent } from "react"
import type { SelectionActions } from "../selection/use-selection.ts"
import { keyOf } from "./key-of.ts"
import type { GridFocus } from "./use-grid-focus.ts"
import { useLongPress } from "./use-long-press.ts"

export interface GridEventsOptions {
  readonly selection: SelectionActions
  readonly focus: GridFocus
  readonly ids: readonly string[]
  readonly open: (photoId: string) => void
  readonly askToDelete: (photoIds: readonly string[]) => void
}

/** Clicks, keys and long presses, for all tiles at once. */
export function useGridEvents({ selection, focus, ids, open, askToDelete }: GridEventsOptions) {
  const longPress = useLongPress((target) => {
    const photoId = photoOf(target)
    if (photoId !== null) selection.toggle(photoId)
  })
  const onClick = (event: MouseEvent) => {
    const target = event.target as Element
    const photoId = photoOf(target)
    if (photoId === null || target.closest("[data-actions]") || longPress.pressed.current) return
    focus.goTo(photoId)
    if (event.shiftKey) selection.extend(photoId)
    else if (isSelecting(target, event, selection)) selection.toggle(photoId)
    else open(photoId)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const target = event.target as Element
    const key = keyOf(event)
    // A tile's own buttons and menu have their keys; Escape leads out of them.
    if (key === null || (!target.matches("[data-photo]") && key !== "clear")) return
    const photoId = photoOf(target) ?? ids[focus.active]
    if (photoId === undefined) return
    event.preventDefault()
    if (typeof key === "object") focus.move(key.move)
    else if (key === "clear") selection.clear()
    else if (key === "all") selection.selectAll()
    else if (key === "select") selection.toggle(photoId)
    else if (key === "extend") selection.extend(photoId)
    else if (key === "open") open(photoId)
    else askToDelete(selection.selected.size > 0 ? [...selection.selected] : [photoId])
  }
  return { onClick, onKeyDown, ...longPress.handlers }
}

/** Once something is selected, a click selects too; a photo still opens with Enter. */
function isSelecting(target: Element, event: MouseEvent, { selected }: SelectionActions): boolean {
  return target.closest("[data-check]") !== null || event.ctrlKey || event.metaKey || selected.size > 0
}

function photoOf(target: Element): string | null {
  return target.closest("[data-photo]")?.getAttribute("data-photo") ?? null
}
