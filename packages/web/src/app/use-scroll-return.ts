import { useLocation } from "@tanstack/react-router"
import { useEffect, useRef } from "react"

/** How long a list may take to be as long as it was. */
const PATIENCE = 1000

/** Going back to a list leads to where one was in it, as soon as it is long enough again. */
export function useScrollReturn(covered: boolean): void {
  const key = useLocation().state.__TSR_key
  const places = useRef(new Map<string, number>())
  useEffect(() => {
    if (covered || key === undefined) return
    const stop = scrollWhenPossible(places.current.get(key) ?? 0)
    const remember = () => {
      places.current.set(key, window.scrollY)
    }
    addEventListener("scroll", remember, { passive: true })
    return () => {
      stop()
      removeEventListener("scroll", remember)
    }
  }, [key, covered])
}

function scrollWhenPossible(top: number): () => void {
  const until = performance.now() + PATIENCE
  let frame = requestAnimationFrame(scroll)
  function scroll(): void {
    if (window.scrollY >= top) return
    const { scrollHeight } = document.documentElement
    if (scrollHeight - window.innerHeight >= top) window.scrollTo({ top, behavior: "instant" })
    else if (performance.now() < until) frame = requestAnimationFrame(scroll)
  }
  return () => cancelAnimationFrame(frame)
}
