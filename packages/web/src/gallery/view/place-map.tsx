import type { PhotoDetail } from "@darkroom/gallery-api"
import { Icon } from "../../ui/index.ts"
import { coordinatesText, mapUrl } from "../format/place.ts"
import styles from "./place-map.module.css"

export interface PlaceMapProps {
  readonly location: NonNullable<PhotoDetail["location"]>
}

/** Where the photo was taken, with a link to a map. */
export function PlaceMap({ location }: PlaceMapProps) {
  return (
    <p className={styles["place"]}>
      <Icon name="pin" size={18} />
      <a href={mapUrl(location)} target="_blank" rel="noopener noreferrer">
        {coordinatesText(location)}
      </a>
      {location.altitude === null ? null : <span>{Math.round(location.altitude)} m</span>}
    </p>
  )
}
