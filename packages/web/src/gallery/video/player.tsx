import type { PhotoDetail, PhotoSummary } from "@darkroom/gallery-api"
import { type KeyboardEvent, type RefObject, useState } from "react"
import { Button, Icon } from "../../ui/index.ts"
import { altTextOf } from "../format/alt-text.ts"
import { codecName } from "../format/video.ts"
import type { Cover as CoverKind } from "../view/cover-of.ts"
import { Cover } from "../view/cover.tsx"
import { Picture } from "../view/picture.tsx"
import { largest } from "../view/use-photo.ts"
import { type Playback, STEP } from "./playback.ts"
import styles from "./player.module.css"
import { useSource } from "./use-source.ts"

export interface PlayerProps {
  readonly summary: PhotoSummary
  readonly photo: PhotoDetail | undefined
  readonly fresh: () => Promise<PhotoDetail>
  readonly player: RefObject<HTMLVideoElement | null>
  readonly playback: Playback
  readonly cover: CoverKind
  /** Takes the cover off. */
  readonly show: () => void
  readonly download: () => void
}

/** The video, as large as there is room; its picture where it cannot be played, and why not. */
export function Player({ summary, photo, fresh, player, playback, cover, show, download }: PlayerProps) {
  const { url, cannot, failed } = useSource(photo, fresh, player)
  const [poster] = useState(largest(summary))
  const why = cannot ? cannotText(photo) : photo === undefined || url !== undefined ? null : noneText(photo)
  if (cover.kind !== "none" || url === undefined || why !== null)
    return (
      <div className={styles["stage"]}>
        <div className={styles["still"]}>
          <Picture photo={summary} cover={cover.kind} />
        </div>
        {cover.kind === "blurred" ? <Cover media="video" reason={cover.reason} show={show} /> : null}
        {cover.kind === "none" && why !== null ? (
          <div role="status" className={styles["why"]}>
            <p>{why}</p>
            {photo?.downloads.original ? (
              <Button icon={<Icon name="download" />} onClick={download}>
                Download
              </Button>
            ) : null}
          </div>
        ) : null}
      </div>
    )
  return (
    <div className={styles["stage"]}>
      {/* oxlint-disable-next-line jsx-a11y/media-has-caption -- nobody has written any for somebody's own video */}
      <video
        ref={player}
        className={styles["video"]}
        src={url}
        poster={poster}
        controls
        playsInline
        preload="metadata"
        aria-label={altTextOf({ ...summary, labels: photo?.labels ?? summary.labels })}
        onError={failed}
        onKeyDown={(event) => onPlayerKey(event, playback)}
      />
    </div>
  )
}

/** On the player the arrows move in the video, not to the next one; browsers each do something else by themselves. */
function onPlayerKey(event: KeyboardEvent, { seekBy, toggle }: Playback): void {
  const keys: Record<string, () => void> = {
    ArrowLeft: () => seekBy(-STEP),
    ArrowRight: () => seekBy(STEP),
    " ": toggle,
  }
  const act = event.altKey || event.ctrlKey || event.metaKey ? undefined : keys[event.key]
  if (act === undefined) return
  event.preventDefault()
  act()
}

function cannotText(photo: PhotoDetail | undefined): string {
  const { codec } = photo?.video ?? {}
  const what = codec === undefined ? "" : ` (${codecName(codec)} in ${(photo?.format ?? "").toUpperCase()})`
  return `This browser cannot play the video${what}. It can be downloaded.`
}

function noneText({ status, archived, video }: PhotoDetail): string | null {
  if (archived !== null) return "The video is in the archive; it has to be restored before it can be played."
  if (status === "processing" && video === null) return "The video is being read."
  return video === null ? "There is nothing to play." : "The video cannot be played now."
}
