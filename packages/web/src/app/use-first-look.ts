import { useQueryClient } from "@tanstack/react-query"
import { useEffect } from "react"
import { firstLookDone } from "../first-look.ts"

/** A page that asks for nothing, or waits for the network, is as drawn as it will be. */
const PATIENCE = 4000

/** The first look is over when the first answers have come and are drawn. */
export function useFirstLook(): void {
  const queries = useQueryClient()
  useEffect(() => {
    const end = () => {
      stop()
      clearTimeout(timer)
      whenIdle(firstLookDone)
    }
    const stop = queries.getQueryCache().subscribe(({ type }) => {
      if (type === "updated" && queries.isFetching() === 0) end()
    })
    const timer = setTimeout(end, PATIENCE)
    return () => {
      stop()
      clearTimeout(timer)
    }
  }, [queries])
}

/** Safari has no idle callbacks. */
function whenIdle(run: () => void): void {
  if ("requestIdleCallback" in window) requestIdleCallback(run, { timeout: 1000 })
  else setTimeout(run, 200)
}
