import type { PhotoSummary } from "@darkroom/gallery-api"
import { useEffect, useRef, useState } from "react"
import { announcementOf, type Statuses, statusesOf } from "./announcement.ts"

/** Milliseconds between two announcements: a screen reader that speaks at every photo is switched off. */
const SELDOM = 5000

/** What a polite live region should say of photos that are under way. */
export function useAnnouncement(photos: readonly PhotoSummary[]): string {
  const [said, setSaid] = useState("")
  const before = useRef<Statuses | null>(null)
  const latest = useRef(photos)
  useEffect(() => {
    latest.current = photos
    before.current ??= statusesOf(photos)
  }, [photos])
  useEffect(() => {
    const timer = setInterval(() => {
      if (before.current === null) return
      const after = statusesOf(latest.current)
      const next = announcementOf(before.current, after)
      before.current = after
      if (next !== null) setSaid(next)
    }, SELDOM)
    return () => clearInterval(timer)
  }, [])
  return said
}
