import type { PhotoSummary } from "@darkroom/gallery-api"
import { memo } from "react"
import { classNames } from "../../class-names.ts"
import { Icon, VisuallyHidden } from "../../ui/index.ts"
import { altTextOf } from "../format/alt-text.ts"
import { tileState } from "../status/tile-state.ts"
import { useTileActions } from "./tile-actions.ts"
import { lengthText } from "../format/times.ts"
import { TileImage } from "./tile-image.tsx"
import { TileProblem } from "./tile-problem.tsx"
import styles from "./tile.module.css"

export interface TileProps {
  readonly photo: PhotoSummary
  readonly left: number
  readonly width: number
  readonly height: number
  /** The one that Tab leads to. */
  readonly isActive: boolean
  readonly isSelected: boolean
  /** Whether a menu at its start would not fit on the page. */
  readonly isAtEnd: boolean
}

/** A photo or video in the grid. Clicks and keys are handled by the grid. */
export const Tile = memo(function Tile({ photo, left, width, height, isActive, isSelected, isAtEnd }: TileProps) {
  const { addressesExpired } = useTileActions()
  const state = tileState(photo)
  return (
    <div
      role="gridcell"
      aria-selected={isSelected}
      tabIndex={isActive ? 0 : -1}
      data-photo={photo.photoId}
      className={classNames(styles["tile"], isSelected && styles["selected"], "title" in state && styles["troubled"])}
      style={{ left, width, height }}
    >
      <TileImage photo={photo} width={width} height={height} onExpired={addressesExpired} />
      {photo.media === "video" ? <VideoMark duration={photo.duration} /> : null}
      {photo.thumbnails.length === 0 ? <VisuallyHidden>{altTextOf(photo)}</VisuallyHidden> : null}
      {state.kind === "done" ? null : state.kind === "processing" ? (
        <div className={styles["progress"]}>
          <span className={styles["step"]}>{state.text}</span>
          <VisuallyHidden>{`, ${state.done} of ${state.steps} steps done`}</VisuallyHidden>
          <span className={styles["bar"]} />
        </div>
      ) : (
        <TileProblem photo={photo} state={state} isReachable={isActive} align={isAtEnd ? "end" : "start"} />
      )}
      <button
        type="button"
        data-check
        tabIndex={isActive ? 0 : -1}
        aria-pressed={isSelected}
        aria-label={`Select ${photo.name}`}
        className={styles["check"]}
      >
        <Icon name="check" size={16} strokeWidth={2.5} />
      </button>
    </div>
  )
})

/** Tells a video from a photo, and how long it is. */
function VideoMark({ duration }: Pick<PhotoSummary, "duration">) {
  return (
    <span className={styles["video"]}>
      <svg viewBox="0 0 24 24" width="14" height="14" fill="currentColor" aria-hidden="true">
        <path d="M7 4.5v15l12-7.5z" />
      </svg>
      {duration === null ? null : (
        <>
          <VisuallyHidden>Length </VisuallyHidden>
          {lengthText(duration)}
        </>
      )}
    </span>
  )
}
