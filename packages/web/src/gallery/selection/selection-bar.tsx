import type { Album, PhotoSummary } from "@darkroom/gallery-api"
import { useQueryClient } from "@tanstack/react-query"
import { AlbumMenu } from "../../albums/index.ts"
import { useAlbumPhotos } from "../../albums/use-album-photos.ts"
import { queryKeys } from "../../api.ts"
import { Button, Icon, IconButton } from "../../ui/index.ts"
import { counted } from "../format/quantities.ts"
import { type Retry, useRetry } from "../photos/use-retry.ts"
import { tileState } from "../status/tile-state.ts"
import styles from "./selection-bar.module.css"
import type { SelectionActions } from "./use-selection.ts"

export interface SelectionBarProps {
  readonly photos: readonly PhotoSummary[]
  readonly selection: SelectionActions
  readonly albumId: string | undefined
  readonly askToDelete: (photoIds: readonly string[]) => void
}

/** What can be done with the photos that are selected; nothing where none is. */
export function SelectionBar({ photos, selection, albumId, askToDelete }: SelectionBarProps) {
  const { selected, selectAll, clear } = selection
  const { some } = useRetry()
  if (selected.size === 0) return null
  const photoIds = [...selected]
  const retries = retriesOf(photos, selected)
  return (
    <div role="toolbar" aria-label="Selected photos" className={styles["bar"]}>
      <IconButton label="Select none" onClick={clear}>
        <Icon name="close" />
      </IconButton>
      <p role="status" className={styles["count"]}>
        {counted(selected.size, "photo")}
      </p>
      <Button variant="quiet" className={styles["all"]} disabled={selected.size === photos.length} onClick={selectAll}>
        Select all
      </Button>
      <div className={styles["actions"]}>
        {retries.length === 0 ? null : (
          <IconButton label={`Retry ${counted(retries.length, "photo")}`} onClick={() => some.mutate(retries)}>
            <Icon name="retry" />
          </IconButton>
        )}
        {albumId === undefined ? null : <TakeOut {...{ albumId, photoIds }} onDone={clear} />}
        <AlbumMenu
          photoIds={photoIds}
          onDone={clear}
          above
          trigger={(props) => (
            <IconButton {...props} label="Add to an album">
              <Icon name="albumAdd" />
            </IconButton>
          )}
        />
        <IconButton label="Delete" onClick={() => askToDelete(photoIds)}>
          <Icon name="trash" />
        </IconButton>
      </div>
    </div>
  )
}

function TakeOut({ albumId, photoIds, onDone }: { albumId: string; photoIds: readonly string[]; onDone: () => void }) {
  const { take } = useAlbumPhotos(onDone)
  const albums = useQueryClient().getQueryData<readonly Album[]>(queryKeys.albums)
  const name = albums?.find((album) => album.albumId === albumId)?.name ?? "this album"
  return (
    <IconButton
      label={`Remove from ${name}`}
      disabled={take.isPending}
      onClick={() => take.mutate({ albumId, name, photoIds })}
    >
      <Icon name="minus" />
    </IconButton>
  )
}

function retriesOf(photos: readonly PhotoSummary[], selected: ReadonlySet<string>): Retry[] {
  return photos.flatMap((photo) => {
    if (!selected.has(photo.photoId)) return []
    const state = tileState(photo)
    return "retry" in state && state.retry !== null ? [{ photoId: photo.photoId, step: state.retry }] : []
  })
}
