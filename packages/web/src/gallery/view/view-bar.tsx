import type { PhotoDetail, PhotoSummary } from "@darkroom/gallery-api"
import { AlbumMenu } from "../../albums/index.ts"
import { Icon, IconButton, Menu, type MenuItem } from "../../ui/index.ts"
import { saveFrom } from "./save-from.ts"
import type { usePhoto } from "./use-photo.ts"
import styles from "./view-bar.module.css"
import type { ViewKey } from "./view-key.ts"

export interface ViewBarProps extends Pick<ReturnType<typeof usePhoto>, "photo" | "fresh"> {
  readonly summary: PhotoSummary
  readonly hasInfo: boolean
  /** Of what lies over the photo, or beside the video. */
  readonly hasBoxes: boolean
  readonly keys: Readonly<Record<ViewKey, () => unknown>>
}

/** What can be done with the photo or video that is open. */
export function ViewBar({ summary, photo, fresh, hasInfo, hasBoxes, keys }: ViewBarProps) {
  const isVideo = summary.media === "video"
  return (
    <div className={styles["bar"]}>
      <IconButton label="Close (Esc)" onClick={keys.close}>
        <Icon name="back" />
      </IconButton>
      <h2 className={styles["name"]}>{summary.name}</h2>
      {isVideo ? null : (
        <div className={styles["wide"]}>
          <IconButton label="Zoom out (-)" onClick={keys.zoomOut}>
            <Icon name="zoomOut" />
          </IconButton>
          <IconButton label="Zoom in (+)" onClick={keys.zoomIn}>
            <Icon name="zoomIn" />
          </IconButton>
        </div>
      )}
      <IconButton
        label={isVideo ? "Time line (b)" : "Boxes (b)"}
        aria-pressed={hasBoxes}
        className={styles["switch"]}
        onClick={keys.boxes}
      >
        <Icon name={isVideo ? "lanes" : "boxes"} />
      </IconButton>
      <AlbumMenu
        photoIds={[summary.photoId]}
        trigger={(props) => (
          <IconButton {...props} label="Albums">
            <Icon name="albumAdd" />
          </IconButton>
        )}
      />
      <Downloads photo={photo} fresh={fresh} />
      <IconButton label="Delete" onClick={keys.delete}>
        <Icon name="trash" />
      </IconButton>
      <IconButton label="Information (i)" aria-pressed={hasInfo} className={styles["switch"]} onClick={keys.info}>
        <Icon name="info" />
      </IconButton>
    </div>
  )
}

function Downloads({ photo, fresh }: Pick<ViewBarProps, "photo" | "fresh">) {
  if (photo === undefined) return null
  const { original, renditions } = photo.downloads
  const item = (label: string, urlOf: (of: PhotoDetail) => string | null | undefined): MenuItem => ({
    label,
    icon: <Icon name="download" />,
    onSelect: () => saveFrom(fresh, urlOf),
  })
  const items = [
    ...(original === null ? [] : [item("Original", ({ downloads }) => downloads.original)]),
    ...renditions.map(({ name }) =>
      item(`${name} px`, ({ downloads }) => downloads.renditions.find((rendition) => rendition.name === name)?.url),
    ),
  ]
  return (
    <Menu
      label="Downloads"
      items={items}
      trigger={(props) => (
        <IconButton {...props} label="Download">
          <Icon name="download" />
        </IconButton>
      )}
    />
  )
}
