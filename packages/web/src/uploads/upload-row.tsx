import { Link } from "@tanstack/react-router"
import { memo } from "react"
import { classNames } from "../class-names.ts"
import { bytesText } from "../gallery/format/quantities.ts"
import { Icon, type IconName, IconButton } from "../ui/index.ts"
import { Preview } from "./preview.tsx"
import { ProgressBar } from "./progress-bar.tsx"
import { shortName } from "./short-name.ts"
import { stateText } from "./texts.ts"
import { isActive, type UploadItem } from "./upload-item.ts"
import styles from "./upload-row.module.css"
import { useUploadQueue } from "./use-uploads.ts"

export interface UploadRowProps {
  readonly item: UploadItem
  /** Milliseconds since the epoch; changes only where the row shows times. */
  readonly now: number
}

/** One file of the list. */
export const UploadRow = memo(function UploadRow({ item, now }: UploadRowProps) {
  const queue = useUploadQueue()
  const { name, size, state, sent, photoId } = item
  const tone = state === "failed" ? "problem" : state === "held" ? "held" : undefined
  return (
    <div className={styles["row"]}>
      <Preview file={queue.file(item.clientId)} />
      <div className={styles["text"]}>
        <div className={styles["name"]}>
          <span title={name} dir="auto">
            {shortName(name)}
          </span>
          <span className={styles["size"]}>{bytesText(size)}</span>
        </div>
        <div className={classNames(styles["state"], tone && styles[tone])} title={stateText(item, now)}>
          {stateText(item, now)}
        </div>
        {state === "uploading" ? <ProgressBar label={`Upload of ${shortName(name)}`} value={sent} max={size} /> : null}
      </div>
      <div className={styles["actions"]}>
        {photoId === undefined ? null : (
          <Link
            to="/photos/$photoId"
            params={{ photoId }}
            state={{ overList: true }}
            resetScroll={false}
            aria-label={`Show photo ${shortName(name)}`}
          >
            Show
          </Link>
        )}
        <Actions item={item} />
      </div>
    </div>
  )
})

function Actions({ item }: Pick<UploadRowProps, "item">) {
  const queue = useUploadQueue()
  const { clientId, name, state, error } = item
  const button = (icon: IconName, verb: string, act: (clientIds: readonly string[]) => void) => (
    <IconButton label={`${verb} ${shortName(name)}`} title={verb} onClick={() => act([clientId])}>
      <Icon name={icon} size={18} />
    </IconButton>
  )
  const stoppable = isActive(item) || state === "paused"
  return (
    // A button that takes the place of another one keeps its focus.
    <>
      {isActive(item)
        ? button("pause", "Pause", queue.pause)
        : state === "paused"
          ? button("play", "Resume", queue.resume)
          : state === "failed" && error?.retryable
            ? button("retry", "Retry", queue.retry)
            : null}
      {stoppable
        ? button("close", "Cancel", queue.cancel)
        : state === "failed" || state === "duplicate"
          ? button("close", "Dismiss", queue.cancel)
          : null}
    </>
  )
}
