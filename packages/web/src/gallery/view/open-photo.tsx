import type { PhotoSummary } from "@darkroom/gallery-api"
import { useRef, useState } from "react"
import { flushSync } from "react-dom"
import { usePhotoPlace } from "../../app/photo-place.ts"
import { classNames } from "../../class-names.ts"
import { DeleteDialog } from "../photos/delete-dialog.tsx"
import { BoxOverlay } from "./box-overlay.tsx"
import { boxesOf } from "./boxes-of.ts"
import { FindingsList } from "./findings-list.tsx"
import { rowId } from "./found-id.ts"
import { InfoPanel } from "./info-panel.tsx"
import styles from "./photo-view.module.css"
import { Stage, type StageControls } from "./stage.tsx"
import { Step } from "./step.tsx"
import { useCover } from "./use-cover.ts"
import { shownBoxes, useFoundView } from "./use-found-view.ts"
import type { Neighbours, usePhoto } from "./use-photo.ts"
import { useStored } from "./use-stored.ts"
import { useViewKeys } from "./use-view-keys.ts"
import type { ViewKey } from "./view-key.ts"
import { ViewBar } from "./view-bar.tsx"

export interface OpenPhotoProps extends Pick<ReturnType<typeof usePhoto>, "photo" | "error" | "fresh"> {
  readonly summary: PhotoSummary
  readonly neighbours: Neighbours
}

/** A photo that is open, with what can be done with it. */
export function OpenPhoto({ summary, photo, error, neighbours, fresh }: OpenPhotoProps) {
  const { photoId } = summary
  const stage = useRef<StageControls>(null)
  const { showPhoto, closePhoto } = usePhotoPlace()
  const [hasInfo, setInfo] = useStored<boolean>("info", window.innerWidth >= 900)
  const [hasBoxes, setBoxes] = useStored<boolean>("boxes", true)
  const view = useFoundView()
  const covering = useCover(photoId, photo, error !== null)
  const [deleting, setDeleting] = useState(false)
  const boxes = photo && hasBoxes ? shownBoxes(boxesOf(photo, view.threshold), view) : []
  const go = (to: string | null) => {
    if (to !== null) showPhoto(to)
  }
  const keys: Record<ViewKey, () => unknown> = {
    previous: () => stage.current?.panBy({ x: 80, y: 0 }) || go(neighbours.previous),
    next: () => stage.current?.panBy({ x: -80, y: 0 }) || go(neighbours.next),
    up: () => stage.current?.panBy({ x: 0, y: 80 }),
    down: () => stage.current?.panBy({ x: 0, y: -80 }),
    close: closePhoto,
    info: () => setInfo(!hasInfo),
    boxes: () => setBoxes(!hasBoxes),
    zoomIn: () => stage.current?.zoomBy(1.4),
    zoomOut: () => stage.current?.zoomBy(1 / 1.4),
    whole: () => stage.current?.reset(),
    delete: () => setDeleting(true),
  }
  useViewKeys((key) => void keys[key]())
  return (
    <div className={classNames(styles["view"], hasInfo && styles["hasInfo"])}>
      <ViewBar {...{ summary, photo, fresh, hasInfo, hasBoxes, keys }} />
      <div className={styles["middle"]}>
        <Stage key={photoId} photo={summary} controls={stage} onSwipe={(direction) => keys[direction]()} {...covering}>
          {(scale) => (
            <BoxOverlay
              {...{ boxes, scale }}
              highlighted={view.highlighted}
              onHighlight={view.highlight}
              onChoose={(id) => {
                flushSync(() => setInfo(true))
                document.getElementById(rowId(id))?.scrollIntoView({ block: "nearest" })
              }}
            />
          )}
        </Stage>
        <Step label="Previous photo" side="left" to={neighbours.previous} go={go} />
        <Step label="Next photo" side="right" to={neighbours.next} go={go} />
      </div>
      {hasInfo ? (
        <InfoPanel
          key={photoId}
          {...{ summary, photo }}
          findings={photo && <FindingsList photo={photo} view={view} />}
          close={() => setInfo(false)}
        />
      ) : null}
      <DeleteDialog
        photoIds={deleting ? [photoId] : []}
        onClose={() => setDeleting(false)}
        onDeleted={() =>
          (neighbours.next ?? neighbours.previous) ? go(neighbours.next ?? neighbours.previous) : closePhoto()
        }
      />
    </div>
  )
}
