import { Suspense, useEffect, useRef } from "react"
import { lazyPart } from "../../app/lazy-part.tsx"
import { usePhotoPlace } from "../../app/photo-place.ts"
import { canPass } from "../../can-pass.ts"
import { errorText } from "../../error-text.ts"
import { Button, Spinner } from "../../ui/index.ts"
import { OpenPhoto, type OpenPhotoProps } from "./open-photo.tsx"
import styles from "./photo-view.module.css"
import { type Neighbours, usePhoto, usePreload } from "./use-photo.ts"

export interface PhotoViewProps {
  readonly photoId: string
  readonly neighbours?: Neighbours | undefined
}

/** The player and its time line, loaded with the first video. */
const OpenVideo = lazyPart(async () => (await import("../video/open-video.tsx")).OpenVideo)

const ALONE: Neighbours = { previous: null, next: null }

/** One photo or video over the list: to be looked at, with all that is known of it. */
export function PhotoView({ photoId, neighbours = ALONE }: PhotoViewProps) {
  const { photo, summary, error, refetch, fresh } = usePhoto(photoId)
  const root = useRef<HTMLDivElement>(null)
  const { closePhoto } = usePhotoPlace()
  const kind = summary?.media === "video" ? "Video" : "Photo"
  usePreload(neighbours)
  useEffect(() => root.current?.focus(), [])
  return (
    <div
      ref={root}
      role="dialog"
      aria-modal="true"
      aria-label={summary ? `${kind} ${summary.name}` : kind}
      tabIndex={-1}
      className={styles["root"]}
    >
      <title>{`${summary?.name ?? "Photo"} · Darkroom`}</title>
      {summary ? (
        <Open {...{ summary, photo, error, neighbours, fresh }} />
      ) : (
        <div className={styles["empty"]}>
          {error ? (
            <div role="alert">
              <p>{errorText(error)}</p>
              {canPass(error) ? <Button onClick={() => void refetch()}>Try again</Button> : null}
            </div>
          ) : (
            <Spinner label="Opening the photo" size={32} />
          )}
          <Button onClick={closePhoto}>Close</Button>
        </div>
      )}
    </div>
  )
}

function Open(props: OpenPhotoProps) {
  if (props.summary.media === "photo") return <OpenPhoto {...props} />
  return (
    <Suspense fallback={<Spinner label="Opening the video" size={32} />}>
      <OpenVideo {...props} />
    </Suspense>
  )
}
