import { useEffect, useRef, useState } from "react"
import type { MapTiles } from "../../config.ts"
import styles from "./place-map.module.css"

export interface TileMapProps {
  readonly tiles: MapTiles
  /** Degrees. */
  readonly latitude: number
  readonly longitude: number
}

/** A map with a marker. Nothing where the browser cannot draw one, or there are no tiles to be had. */
export function TileMap({ tiles, latitude, longitude }: TileMapProps) {
  const container = useRef<HTMLDivElement>(null)
  const [hasFailed, setFailed] = useState(false)
  useEffect(() => {
    let close: (() => void) | undefined
    let isGone = false
    const fail = (error: unknown) => {
      if (isGone) return
      console.warn("There is no map.", error)
      setFailed(true)
    }
    // Large, and loaded for those who look at a photo with a place.
    import("./open-map.ts")
      .then(({ openMap }) => {
        if (isGone || container.current === null) return
        close = openMap({ container: container.current, tiles, latitude, longitude, onFailure: fail })
      })
      .catch(fail)
    return () => {
      isGone = true
      close?.()
    }
  }, [tiles, latitude, longitude])
  // Arrows and plus and minus move the map, not the photo.
  return hasFailed ? null : <div ref={container} data-own-keys="" className={styles["map"]} />
}
