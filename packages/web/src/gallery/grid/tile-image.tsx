import type { PhotoSummary, Thumbnail } from "@darkroom/gallery-api"
import { useState } from "react"
import { classNames } from "../../class-names.ts"
import { altTextOf } from "../format/alt-text.ts"
import { placeholderOf } from "./placeholder-of.ts"
import styles from "./tile-image.module.css"

export interface TileImageProps {
  readonly photo: PhotoSummary
  /** Pixels. */
  readonly width: number
  readonly height: number
  /** The signed addresses are too old. */
  readonly onExpired: () => void
}

/** A photo in its box: the placeholder at once, then the rendition that is just large enough, faded in. */
export function TileImage({ photo, width, height, onExpired }: TileImageProps) {
  const [shown, setShown] = useState(photo.thumbnails)
  const [state, setState] = useState<"loading" | "cached" | "loaded" | "broken">("loading")
  // New addresses of the same pictures come each half hour; what is seen needs no other copy.
  const isOther = shown.length !== photo.thumbnails.length || state === "broken"
  if (isOther && shown[0]?.url !== photo.thumbnails[0]?.url) {
    setShown(photo.thumbnails)
    setState("loading")
  }
  return (
    <div className={styles["frame"]} style={placeholderOf(photo)}>
      {shown.length === 0 ? null : (
        <img
          alt={altTextOf(photo)}
          src={shown.at(-1)?.url}
          srcSet={sources(shown)}
          sizes={`${width}px`}
          width={width}
          height={height}
          decoding="async"
          draggable={false}
          className={classNames(styles["image"], styles[state])}
          ref={(image) => {
            if (image?.complete && image.naturalWidth > 0) setState((now) => (now === "loading" ? "cached" : now))
          }}
          onLoad={() => setState((now) => (now === "cached" ? now : "loaded"))}
          onError={() => {
            setState("broken")
            onExpired()
          }}
        />
      )}
    </div>
  )
}

function sources(thumbnails: readonly Thumbnail[]): string {
  return thumbnails.map(({ url, width }) => `${url} ${width}w`).join(", ")
}
