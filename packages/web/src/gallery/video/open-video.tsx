import type { PhotoDetail } from "@darkroom/gallery-api"
import { useRef, useState } from "react"
import { usePhotoPlace } from "../../app/photo-place.ts"
import { classNames } from "../../class-names.ts"
import { DeleteDialog } from "../photos/delete-dialog.tsx"
import { InfoPanel } from "../view/info-panel.tsx"
import type { OpenPhotoProps } from "../view/open-photo.tsx"
import styles from "../view/photo-view.module.css"
import { saveFrom } from "../view/save-from.ts"
import { Step } from "../view/step.tsx"
import { useCover } from "../view/use-cover.ts"
import { useStored } from "../view/use-stored.ts"
import { useViewKeys } from "../view/use-view-keys.ts"
import { ViewBar } from "../view/view-bar.tsx"
import type { ViewKey } from "../view/view-key.ts"
import { lanesOf } from "./lanes-of.ts"
import { playbackOf, useSpaceBar } from "./playback.ts"
import { Player } from "./player.tsx"
import { SeenList } from "./seen-list.tsx"
import { Timeline } from "./timeline.tsx"
import own from "./open-video.module.css"

/** A video that is open, with what can be done with it, and what is seen in it when. */
export function OpenVideo({ summary, photo, error, neighbours, fresh }: OpenPhotoProps) {
  const { photoId } = summary
  const player = useRef<HTMLVideoElement>(null)
  const [playback] = useState(() => playbackOf(player))
  const { showPhoto, closePhoto } = usePhotoPlace()
  const [hasInfo, setInfo] = useStored<boolean>("info", window.innerWidth >= 900)
  const [hasLanes, setLanes] = useStored<boolean>("lanes", true)
  const [threshold, setThreshold] = useStored<number>("confidence", 80)
  const covering = useCover(photoId, photo, error !== null)
  const [deleting, setDeleting] = useState(false)
  const go = (to: string | null) => {
    if (to !== null) showPhoto(to)
  }
  const nothing = () => undefined
  const keys: Record<ViewKey, () => unknown> = {
    previous: () => go(neighbours.previous),
    next: () => go(neighbours.next),
    up: nothing,
    down: nothing,
    close: closePhoto,
    info: () => setInfo(!hasInfo),
    boxes: () => setLanes(!hasLanes),
    zoomIn: nothing,
    zoomOut: nothing,
    whole: nothing,
    delete: () => setDeleting(true),
  }
  useViewKeys((key) => void keys[key]())
  useSpaceBar(playback)
  const lanes = photo?.video ? lanesOf(photo, threshold) : null
  const after = neighbours.next ?? neighbours.previous
  return (
    <div className={classNames(styles["view"], hasInfo && styles["hasInfo"])}>
      <ViewBar {...{ summary, photo, fresh, hasInfo, keys }} hasBoxes={hasLanes} />
      <div className={classNames(styles["middle"], own["middle"], hasInfo && own["crowded"])}>
        <Player
          key={`player ${photoId}`}
          {...{ summary, photo, fresh, player, playback, ...covering }}
          download={() => saveFrom(fresh, ({ downloads }) => downloads.original)}
        />
        {hasLanes && photo && lanes && covering.cover.kind === "none" ? (
          <Timeline
            key={`lanes ${photoId}`}
            {...{ lanes, player, playback }}
            nothing={nothingText(photo)}
            duration={photo?.duration ?? 0}
            source={`${photoId} ${covering.cover.kind}`}
          />
        ) : null}
        <Step label="Previous photo" side="left" to={neighbours.previous} go={go} />
        <Step label="Next photo" side="right" to={neighbours.next} go={go} />
      </div>
      {hasInfo ? (
        <InfoPanel
          key={photoId}
          {...{ summary, photo }}
          findings={photo?.video && <SeenList {...{ photo, threshold, setThreshold, playback }} />}
          close={() => setInfo(false)}
        />
      ) : null}
      <DeleteDialog
        photoIds={deleting ? [photoId] : []}
        onClose={() => setDeleting(false)}
        onDeleted={() => (after === null ? closePhoto() : go(after))}
      />
    </div>
  )
}

/** Why there is no lane. */
function nothingText(photo: PhotoDetail): string {
  if (lanesOf(photo, 0).length > 0) return "Nothing is seen that surely."
  const { status, video } = photo
  return (
    video?.skipped ??
    (status === "processing" ? "The video is still being watched." : "Nothing was recognised in the video.")
  )
}
