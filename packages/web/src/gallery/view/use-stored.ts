import { useState } from "react"

/** A value that the browser keeps for the next visit; where it keeps nothing, the value lasts as long as the page. */
export function useStored<Value extends number | boolean>(name: string, initial: Value) {
  const key = `darkroom.${name}`
  const [value, setValue] = useState<Value>(() => read(key) ?? initial)
  const change = (next: Value) => {
    setValue(next)
    try {
      localStorage.setItem(key, JSON.stringify(next))
    } catch {
      // Full or forbidden.
    }
  }
  return [value, change] as const

  function read(from: string): Value | null {
    try {
      const stored: unknown = JSON.parse(localStorage.getItem(from) ?? "null")
      return typeof stored === typeof initial ? (stored as Value) : null
    } catch {
      return null
    }
  }
}
