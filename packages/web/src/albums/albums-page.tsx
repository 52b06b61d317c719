import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { Page } from "../app/page.tsx"
import { useClient } from "../api.ts"
import { albumsQuery } from "../queries.ts"
import { Button, Dialog, EmptyState, Icon } from "../ui/index.ts"
import { LoadError } from "../app/load-error.tsx"
import { AlbumCard } from "./album-card.tsx"
import styles from "./albums-page.module.css"
import { NewAlbum } from "./new-album.tsx"
import { useFocusAfterRemoval } from "./use-focus-after-removal.ts"

const SKELETONS = ["one", "two", "three", "four"]

/** All albums with their covers. */
export function AlbumsPage() {
  const [creating, setCreating] = useState(false)
  const { data: albums, error, refetch } = useQuery(albumsQuery(useClient()))
  useFocusAfterRemoval(albums?.length ?? 0)
  const create = (
    <Button icon={<Icon name="plus" />} onClick={() => setCreating(true)}>
      New album
    </Button>
  )
  return (
    <Page title="Albums" note={albums?.length ? albums.length.toLocaleString() : null} actions={create}>
      {albums === undefined && error ? <LoadError error={error} retry={() => void refetch()} /> : null}
      {albums?.length === 0 ? <NoAlbums onCreate={() => setCreating(true)} /> : null}
      <ul className={styles["albums"]} aria-busy={albums === undefined && !error}>
        {albums?.map((album) => (
          <li key={album.albumId}>
            <AlbumCard album={album} />
          </li>
        )) ?? (error ? null : SKELETONS.map((key) => <li key={key} className={styles["skeleton"]} />))}
      </ul>
      <Dialog open={creating} onClose={() => setCreating(false)} title="Create an album">
        <NewAlbum onMade={() => setCreating(false)} />
      </Dialog>
    </Page>
  )
}

function NoAlbums({ onCreate }: { readonly onCreate: () => void }) {
  const action = (
    <Button variant="primary" icon={<Icon name="plus" />} onClick={onCreate}>
      Create your first album
    </Button>
  )
  return (
    <EmptyState icon={<Icon name="albums" size={32} />} title="No albums yet" actions={action}>
      Albums gather photos that belong together. A photo can be in several, and deleting an album leaves its photos
      alone.
    </EmptyState>
  )
}
