import { useEffect, useRef, useState } from "react"

/** A value that moves at once and is told when it has come to rest, since each position of a slider would be a search. */
export function useDelayed(value: number, tell: (value: number) => void, milliseconds = 250) {
  const [shown, setShown] = useState(value)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => setShown(value), [value])
  useEffect(() => () => clearTimeout(timer.current), [])
  function change(next: number): void {
    setShown(next)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => tell(next), milliseconds)
  }
  return [shown, change] as const
}
