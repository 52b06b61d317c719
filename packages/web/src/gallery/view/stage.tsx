import type { PhotoSummary } from "@darkroom/gallery-api"
import { type ReactNode, type Ref, useImperativeHandle, useRef } from "react"
import { classNames } from "../../class-names.ts"
import { placeholderOf } from "../grid/placeholder-of.ts"
import type { Cover as CoverKind } from "./cover-of.ts"
import { Cover } from "./cover.tsx"
import { Picture } from "./picture.tsx"
import styles from "./stage.module.css"
import { useElementSize } from "./use-element-size.ts"
import { type GesturesOptions, useGestures } from "./use-gestures.ts"
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
  readonly cover: CoverKind
  /** Takes the cover off. */
  readonly show: () => void
  /** Lies over the photo in clear and moves with it; is told how far it is magnified. */
  readonly children: (scale: number) => ReactNode
}

/** The upright photo, as large as there is room, to be looked at closely. */
export function Stage({ photo, onSwipe, controls, cover, show, children }: StageProps) {
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
        className={classNames(
          styles["photo"],
          drag === null && styles["calm"],
          cover.kind === "blurred" && styles["covered"],
        )}
        style={{ ...whole, ...placeholderOf(photo), transform: `translate(${x}px, ${y}px) scale(${scale})` }}
      >
        <Picture photo={photo} cover={cover.kind} />
        {cover.kind === "none" ? children(scale) : null}
      </div>
      {cover.kind === "blurred" ? <Cover media={photo.media} reason={cover.reason} show={show} /> : null}
    </div>
  )
}
