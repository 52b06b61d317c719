import { useEffect, useRef } from "react"
import { type ViewKey, viewKeyOf } from "./view-key.ts"

/** What uses keys itself. */
const OWN_KEYS = "input, select, textarea, [role='menu'] *, [data-own-keys] *"

/** Keys while a photo is open, wherever the focus is; what a menu or a dialog over it has taken is theirs. */
export function useViewKeys(onKey: (key: ViewKey) => void): void {
  const latest = useRef(onKey)
  useEffect(() => {
    latest.current = onKey
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.defaultPrevented || document.querySelector("dialog[open]")) return
      const inField = (event.target as Element).matches(OWN_KEYS)
      const key = viewKeyOf(event, inField)
      if (key === null) return
      if (key !== "up" && key !== "down") event.preventDefault()
      latest.current(key)
    }
    document.addEventListener("keydown", listen)
    return () => document.removeEventListener("keydown", listen)
  }, [])
}
