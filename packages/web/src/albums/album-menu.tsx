import type { Album, PhotoDetail } from "@darkroom/gallery-api"
import { useQuery, useQueryClient } from "@tanstack/react-query"
import { useParams } from "@tanstack/react-router"
import type { ReactNode } from "react"
import { queryKeys, useClient } from "../api.ts"
import { errorText } from "../error-text.ts"
import { albumsQuery } from "../queries.ts"
import { Button, Icon, Popover, type PopoverProps, Spinner } from "../ui/index.ts"
import styles from "./album-menu.module.css"
import { NewAlbum } from "./new-album.tsx"
import { useAlbumPhotos } from "./use-album-photos.ts"

export interface AlbumMenuProps extends Partial<Pick<PopoverProps, "trigger" | "align" | "above">> {
  readonly photoIds: readonly string[]
  readonly onDone?: () => void
}

/** A button with the albums: puts photos into one, or takes them out of those that they are in. */
export function AlbumMenu({ photoIds, onDone, trigger = button, ...popover }: AlbumMenuProps) {
  return (
    <Popover trigger={trigger} label="Albums" {...popover}>
      {(close) => (
        <AlbumChoices
          photoIds={photoIds}
          onDone={() => {
            close()
            onDone?.()
          }}
        />
      )}
    </Popover>
  )
}

const button: PopoverProps["trigger"] = (props): ReactNode => (
  <Button {...props} icon={<Icon name="albumAdd" />}>
    Album
  </Button>
)

function AlbumChoices({ photoIds, onDone }: { readonly photoIds: readonly string[]; readonly onDone: () => void }) {
  const { data: albums, isPending, error } = useQuery(albumsQuery(useClient()))
  const { add, take } = useAlbumPhotos(onDone)
  const within = useMembership(photoIds)
  const busy = add.isPending || take.isPending
  const change = ({ albumId, name }: Pick<Album, "albumId" | "name">) => {
    const mutation = within.has(albumId) ? take : add
    mutation.mutate({ albumId, name, photoIds })
  }
  if (isPending) return <Spinner label="Loading albums" />
  if (error) return <p className={styles["note"]}>{errorText(error)}</p>
  return (
    <>
      {albums.length === 0 ? <p className={styles["note"]}>There is no album yet. Name your first one.</p> : null}
      <ul>
        {albums.map((album) => (
          <li key={album.albumId}>
            <button type="button" className={styles["album"]} disabled={busy} onClick={() => change(album)}>
              <Icon name={within.has(album.albumId) ? "minus" : "plus"} size={18} />
              <span>{within.has(album.albumId) ? `Remove from ${album.name}` : album.name}</span>
            </button>
          </li>
        ))}
      </ul>
      <NewAlbum compact onMade={change} />
    </>
  )
}

/** The albums that all of the photos are known to be in: the one that is open, and those of a photo that is open. */
function useMembership(photoIds: readonly string[]): ReadonlySet<string> {
  const { albumId, photoId } = useParams({ strict: false })
  const queries = useQueryClient()
  if (albumId) return new Set([albumId])
  if (!photoId || photoIds.length !== 1 || photoIds[0] !== photoId) return new Set()
  const photo = queries.getQueryData<PhotoDetail>(queryKeys.photo(photoId))
  return new Set(photo?.albums.map(({ albumId }) => albumId))
}
