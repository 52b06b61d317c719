/** What of a player is needed to go on. */
export type GoingOn = Pick<HTMLVideoElement, "currentTime" | "paused" | "play" | "addEventListener">

interface Place {
  readonly time: number
  readonly playing: boolean
}

/**
 * Call what this returns before a player gets another address, which stops it and sends it back to the beginning. Once that address
 * has been loaded the player goes on where it was, also when several addresses fail before one can be loaded.
 */
export function goOn(): (video: GoingOn) => void {
  let place: Place | undefined
  return (video) => {
    if (place !== undefined) return
    place = { time: video.currentTime, playing: !video.paused }
    const resume = ({ time, playing }: Place) => {
      video.currentTime = time
      if (playing) void video.play().catch(() => {})
    }
    const loaded = () => {
      if (place !== undefined) resume(place)
      place = undefined
    }
    video.addEventListener("loadedmetadata", loaded, { once: true })
  }
}
