import type { PhotoDetail } from "@darkroom/gallery-api"
import { type RefObject, useState } from "react"

/** Where the video is played from, and why it is not. */
export interface Source {
  readonly url: string | undefined
  readonly cannot: boolean
  /** The player could not go on. */
  readonly failed: () => void
}

/** An address that was signed stays in use, for another one would begin the video anew; where it has run out, a new one goes on. */
export function useSource(
  photo: PhotoDetail | undefined,
  fresh: () => Promise<PhotoDetail>,
  player: RefObject<HTMLVideoElement | null>,
): Source {
  const first = photo?.video?.play ?? undefined
  const [url, setUrl] = useState(first)
  const [cannot, setCannot] = useState(false)
  if (url === undefined && first !== undefined) setUrl(first)
  async function renew(): Promise<void> {
    const next = (await fresh().catch(() => undefined))?.video?.play ?? undefined
    if (next === undefined || next === url) return setCannot(true)
    const { current: video } = player
    if (video) continueAt(video, { time: video.currentTime, playing: !video.paused })
    setUrl(next)
  }
  return { url, cannot, failed: () => void renew() }
}

/** Once another address has been loaded, which stops a player and sends it back to the beginning. */
function continueAt(video: HTMLVideoElement, { time, playing }: { time: number; playing: boolean }): void {
  const go = () => {
    video.currentTime = time
    if (playing) void video.play().catch(() => {})
  }
  video.addEventListener("loadedmetadata", go, { once: true })
}
