import type { PhotoSummary } from "@darkroom/gallery-api"
import { useState } from "react"
import { classNames } from "../../class-names.ts"
import { altTextOf } from "../format/alt-text.ts"
import type { Cover } from "./cover-of.ts"
import styles from "./stage.module.css"
import { largest } from "./use-photo.ts"

export interface PictureProps {
  readonly photo: PhotoSummary
  readonly cover: Cover["kind"]
}

/** The photo's largest rendition, as clear as it may be seen. */
export function Picture({ photo, cover }: PictureProps) {
  const url = largest(photo)
  const [shown, setShown] = useState(url)
  const [isLoaded, setLoaded] = useState(false)
  // The same picture under a newly signed address needs no loading.
  if (shown === undefined && url !== undefined) setShown(url)
  if (shown === undefined)
    return <p className={styles["none"]}>{photo.status === "processing" ? "No picture yet" : "There is no picture"}</p>
  return (
    <img
      src={shown}
      alt={cover === "blurred" ? `Blurred ${photo.media}: ${photo.name}` : altTextOf(photo)}
      decoding="async"
      draggable={false}
      className={classNames(
        styles["image"],
        isLoaded && cover !== "waiting" && styles["loaded"],
        cover === "blurred" && styles["blurred"],
      )}
      onLoad={() => setLoaded(true)}
      onError={() => setShown(url)}
    />
  )
}
