import type { Album } from "@darkroom/gallery-api"
import { useMutation, useQueryClient } from "@tanstack/react-query"
import { queryKeys, useClient } from "../api.ts"
import { AlbumNameForm } from "./album-name-form.tsx"
import styles from "./new-album.module.css"

/** Asks for a name and makes an album of it. `compact`: at the end of a menu. */
export function NewAlbum({ onMade, compact = false }: { onMade: (album: Album) => void; compact?: boolean }) {
  const client = useClient()
  const queries = useQueryClient()
  const create = useMutation({
    mutationFn: (name: string) => client.createAlbum({ body: { name } }),
    onSuccess: async (album) => {
      await queries.invalidateQueries({ queryKey: queryKeys.albums })
      onMade(album)
    },
  })
  return (
    <div className={compact ? styles["compact"] : undefined}>
      <AlbumNameForm label="New album" action="Create" onSubmit={create.mutateAsync} />
    </div>
  )
}
