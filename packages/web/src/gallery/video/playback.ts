import { type RefObject, useEffect } from "react"

/** Milliseconds by which an arrow key moves. */
export const STEP = 5_000

/** What parts of the page do with the player. */
export interface Playback {
  /** To a place, in milliseconds, and on from there if it was playing. */
  readonly seek: (to: number) => void
  readonly seekBy: (by: number) => void
  readonly toggle: () => void
}

/** Of the player that is there now; nothing happens while there is none. */
export function playbackOf(player: RefObject<HTMLVideoElement | null>): Playback {
  const seek = (to: number) => {
    const video = player.current
    if (!video) return
    const last = Number.isFinite(video.duration) ? video.duration : Infinity
    video.currentTime = Math.min(Math.max(0, to / 1000), last)
  }
  return {
    seek,
    seekBy: (by) => seek((player.current?.currentTime ?? 0) * 1000 + by),
    toggle() {
      const video = player.current
      if (video?.paused) void video.play().catch(() => undefined)
      else video?.pause()
    },
  }
}

/** What does something by itself with the space bar. */
const OWN_SPACE = "button, a, input, select, textarea, summary, video, [role='menu'] *"

/** The space bar plays and pauses, unless the focus is on something that has a use for it. */
export function useSpaceBar({ toggle }: Playback): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const { key, defaultPrevented, ctrlKey, metaKey, altKey } = event
      if (key !== " " || defaultPrevented || ctrlKey || metaKey || altKey) return
      if ((event.target as Element).matches(OWN_SPACE) || document.querySelector("dialog[open]")) return
      event.preventDefault()
      toggle()
    }
    document.addEventListener("keydown", listen)
    return () => document.removeEventListener("keydown", listen)
  }, [toggle])
}
