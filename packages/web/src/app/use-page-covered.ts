import { useLayoutEffect } from "react"

/**
 * While something lies over the page only that scrolls. What is over it has the whole window, so the page itself leaves the room of
 * its scroll bar free: nothing in it moves.
 */
export function usePageCovered(covered: boolean): void {
  useLayoutEffect(() => {
    if (!covered) return
    const page = document.documentElement
    page.style.setProperty("--scroll-bar", `${window.innerWidth - page.clientWidth}px`)
    page.setAttribute("data-covered", "")
    return () => {
      page.removeAttribute("data-covered")
      page.style.removeProperty("--scroll-bar")
    }
  }, [covered])
}
