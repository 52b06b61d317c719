import { type FocusEvent, useEffect, useRef } from "react"

/** Remembers what had the focus below an overlay, and gives it back when the overlay has gone. */
export function useFocusReturn(covered: boolean) {
  const last = useRef<HTMLElement | null>(null)
  const wasCovered = useRef(covered)
  useEffect(() => {
    const uncovered = wasCovered.current && !covered
    wasCovered.current = covered
    // A list may have moved the focus to the photo that was looked at last.
    if (!uncovered || document.activeElement !== document.body) return
    const target = last.current?.isConnected ? last.current : document.getElementById("main")
    target?.focus({ preventScroll: true })
  }, [covered])
  return {
    remember: (event: FocusEvent<HTMLElement>) => {
      last.current = event.target
    },
  }
}
