import { type FocusEvent, useLayoutEffect, useRef } from "react"

/** Properties of an element that takes the focus when what had it within goes away; else it would go to the page's top. */
export function useKeptFocus() {
  const root = useRef<HTMLElement>(null)
  const focused = useRef<Element | null>(null)
  useLayoutEffect(() => {
    if (!focused.current || focused.current.isConnected) return
    focused.current = null
    if (document.activeElement === document.body) root.current?.focus()
  })
  return {
    ref: root,
    tabIndex: -1,
    onFocus: ({ target }: FocusEvent) => void (focused.current = target),
    onBlur: ({ target }: FocusEvent) => {
      if (target.isConnected) focused.current = null
    },
  }
}
