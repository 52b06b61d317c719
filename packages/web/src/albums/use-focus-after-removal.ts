import { useEffect, useRef } from "react"

/** When what had the focus has gone from a list, the focus goes to the page rather than back to its very top. */
export function useFocusAfterRemoval(count: number): void {
  const before = useRef(count)
  useEffect(() => {
    const removed = count < before.current
    before.current = count
    if (removed && document.activeElement === document.body) document.getElementById("main")?.focus()
  }, [count])
}
