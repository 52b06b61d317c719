import { useEffect, useRef, useState } from "react"
import { summaryText } from "./texts.ts"
import type { Totals } from "./totals.ts"

/** Often enough to know that it goes on, seldom enough to do something else meanwhile. */
const EVERY = 20_000

/** What screen readers say of the uploads: the end, each new failure, and now and then how far it is. */
export function useAnnouncement(totals: Totals): string {
  const [said, setSaid] = useState("")
  const last = useRef({ at: 0, failed: 0, active: 0 })
  useEffect(() => {
    const { at, failed, active } = last.current
    const ended = totals.active === 0 && active > 0
    const due = totals.active > 0 && (Date.now() - at > EVERY || totals.failed > failed)
    last.current = { at, failed: totals.failed, active: totals.active }
    if (!ended && !due) return
    last.current.at = Date.now()
    setSaid(`${summaryText(totals)}.`)
  }, [totals])
  return said
}
