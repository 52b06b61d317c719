import { type RefObject, useEffect } from "react"

/**
 * Keeps `--at`, the share of the video that has been played, on an element: by each picture while it plays, as often as the player
 * tells where the person wants less motion. Nothing is drawn anew by React for that.
 */
export function usePlayhead(
  element: RefObject<HTMLElement | null>,
  player: RefObject<HTMLVideoElement | null>,
  duration: number,
  source: unknown,
): void {
  useEffect(() => {
    const video = player.current
    if (!video) return
    let frame = 0
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches
    const show = () => element.current?.style.setProperty("--at", String(shareOf(video.currentTime, duration)))
    const follow = () => {
      show()
      frame = video.paused || calm ? 0 : requestAnimationFrame(follow)
    }
    const events = ["timeupdate", "seeking", "seeked", "loadedmetadata"] as const
    for (const event of events) video.addEventListener(event, show)
    video.addEventListener("play", follow)
    follow()
    return () => {
      cancelAnimationFrame(frame)
      for (const event of events) video.removeEventListener(event, show)
      video.removeEventListener("play", follow)
    }
  }, [element, player, duration, source])
}

/** `seconds` of so many milliseconds, 0 to 1. */
export function shareOf(seconds: number, duration: number): number {
  return duration <= 0 ? 0 : Math.min(1, (seconds * 1000) / duration)
}
