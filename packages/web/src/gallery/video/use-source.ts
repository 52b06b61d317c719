import type { PhotoDetail } from "@darkroom/gallery-api"
import { type RefObject, useState } from "react"
import { goOn } from "./go-on.ts"

/** Where the video is played from, and why it is not. */
export interface Source {
  readonly url: string | undefined
  readonly cannot: boolean
  /** The player could not go on. */
  readonly failed: () => void
}

/** An address stays in use while it works, because another one loads the video anew. When it has expired, the player goes on with a fresh one. */
export function useSource(
  photo: PhotoDetail | undefined,
  fresh: () => Promise<PhotoDetail>,
  player: RefObject<HTMLVideoElement | null>,
): Source {
  const first = photo?.video?.play ?? undefined
  const [url, setUrl] = useState(first)
  const [cannot, setCannot] = useState(false)
  const [keepPlace] = useState(goOn)
  if (url === undefined && first !== undefined) setUrl(first)
  async function renew(): Promise<void> {
    const next = (await fresh().catch(() => undefined))?.video?.play ?? undefined
    if (next === undefined || next === url) return setCannot(true)
    if (player.current) keepPlace(player.current)
    setUrl(next)
  }
  return { url, cannot, failed: () => void renew() }
}
