import { useQuery } from "@tanstack/react-query"
import { Link, useNavigate } from "@tanstack/react-router"
import { useMemo } from "react"
import { LoadError } from "../app/load-error.tsx"
import { Page } from "../app/page.tsx"
import { useClient } from "../api.ts"
import { PhotoGrid } from "../gallery/index.ts"
import { albumsQuery } from "../queries.ts"
import { buttonClass, EmptyState, Icon } from "../ui/index.ts"
import { UploadButton } from "../uploads/index.ts"
import { AlbumActions } from "./album-actions.tsx"
import { itemsText } from "./items-text.ts"

/** One album's photos. */
export function AlbumPage({ albumId }: { readonly albumId: string }) {
  const navigate = useNavigate()
  const { data: albums, error, refetch } = useQuery(albumsQuery(useClient()))
  const query = useMemo(() => ({ albumId }), [albumId])
  const album = albums?.find((album) => album.albumId === albumId)
  if (albums && !album) return <NoSuchAlbum />
  if (!albums && error) return <LoadError error={error} retry={() => void refetch()} />
  return (
    <Page
      title={album?.name ?? "Album"}
      note={album ? itemsText(album.photos) : null}
      actions={album ? <AlbumActions album={album} onDeleted={() => void navigate({ to: "/albums" })} /> : null}
    >
      <PhotoGrid query={query} albumId={albumId} emptyState={<EmptyAlbum albumId={albumId} />} />
    </Page>
  )
}

function EmptyAlbum({ albumId }: { albumId: string }) {
  const actions = (
    <>
      <UploadButton albumId={albumId} />
      <Link to="/" className={buttonClass()}>
        <Icon name="photos" />
        Choose from your photos
      </Link>
    </>
  )
  return (
    <EmptyState icon={<Icon name="albumAdd" size={32} />} title="This album is empty" actions={actions}>
      Drop photos here to upload them into it, or select some of your photos and add them.
    </EmptyState>
  )
}

function NoSuchAlbum() {
  const action = (
    <Link to="/albums" className={buttonClass("primary")}>
      All albums
    </Link>
  )
  return (
    <Page title="Album">
      <EmptyState icon={<Icon name="albums" size={32} />} title="There is no such album" actions={action}>
        It may have been deleted.
      </EmptyState>
    </Page>
  )
}
