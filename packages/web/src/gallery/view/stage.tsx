import type { PhotoSummary } from "@darkroom/gallery-api"
import { type ReactNode, type Ref, useImperativeHandle, useRef, useState } from "react"
import { classNames } from "../../class-names.ts"
import { altTextOf } from "../format/alt-text.ts"
import { placeholderOf } from "../grid/placeholder-of.ts"
import styles from "./stage.module.css"
import { useElementSize } from "./use-element-size.ts"
import { type GesturesOptions, useGestures } from "./use-gestures.ts"
import { largest } from "./use-photo.ts"
import { fitted, type Point } from "./zoom.ts"

export interface StageControls {
  readonly zoomBy: (factor: number) => void
  readonly reset: () => void
  /** False where the photo is seen as a whole: there is nothing to pan. */
  readonly panBy: (by: Point) => boolean
}

export interface StageProps {
  readonly photo: PhotoSummary
  readonly onSwipe: GesturesOptions["onSwipe"]
  readonly controls: Ref<StageControls>
  /** Lies over the photo and moves with it; is told how far it is magnified. */
  readonly children: (scale: number) => ReactNode
}

/** The upright photo, as large as there is room, to be looked at closely. */
export function Stage({ photo, onSwipe, controls, children }: StageProps) {
  const stage = useRef<HTMLDivElement>(null)
  const size = useElementSize(stage)
  const whole = fitted({ width: photo.width ?? 3, height: photo.height ?? 2 }, size)
  const { zoom, drag, zoomBy, panBy, reset, handlers } = useGestures({ stage, photo: whole, size, onSwipe })
  useImperativeHandle(controls, () => ({
    zoomBy: (factor) => zoomBy(factor),
    reset,
    panBy: (by) => {
      panBy(by)
      return zoom.scale > 1
    },
  }))
  const { scale, x, y } = drag ? { ...zoom, x: drag.x, y: Math.max(0, drag.y) } : zoom
  return (
    <div ref={stage} className={classNames(styles["stage"], scale > 1 && styles["zoomed"])} {...handlers}>
      <div
        className={classNames(styles["photo"], drag === null && styles["calm"])}
        style={{ ...whole, ...placeholderOf(photo), transform: `translate(${x}px, ${y}px) scale(${scale})` }}
      >
        <Picture photo={photo} />
        {children(scale)}
      </div>
    </div>
  )
}

function Picture({ photo }: Pick<StageProps, "photo">) {
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
      alt={altTextOf(photo)}
      decoding="async"
      draggable={false}
      className={classNames(styles["image"], isLoaded && styles["loaded"])}
      onLoad={() => setLoaded(true)}
      onError={() => setShown(url)}
    />
  )
}
