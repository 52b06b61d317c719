import type { PhotoDetail } from "@darkroom/gallery-api"
import { useConfig } from "../../config.ts"
import { Icon } from "../../ui/index.ts"
import { coordinatesText, mapUrl } from "../format/place.ts"
import styles from "./place-map.module.css"
import { TileMap } from "./tile-map.tsx"

export interface PlaceMapProps {
  readonly location: NonNullable<PhotoDetail["location"]>
}

/** Where the photo was taken: on a map where there are tiles for one, and with a link to a map elsewhere. */
export function PlaceMap({ location }: PlaceMapProps) {
  const { tiles } = useConfig()
  return (
    <>
      {tiles === null ? null : <TileMap tiles={tiles} latitude={location.latitude} longitude={location.longitude} />}
      <p className={styles["place"]}>
        <Icon name="pin" size={18} />
        <a href={mapUrl(location)} target="_blank" rel="noopener noreferrer">
          {coordinatesText(location)}
        </a>
        {location.altitude === null ? null : <span>{Math.round(location.altitude)} m</span>}
      </p>
    </>
  )
}
