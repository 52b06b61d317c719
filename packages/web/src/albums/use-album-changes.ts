import { useMutation, useQueryClient } from "@tanstack/react-query"
import { queryKeys, useClient } from "../api.ts"

/** Renames and deletes an album. */
export function useAlbumChanges(albumId: string) {
  const client = useClient()
  const queries = useQueryClient()
  const onSuccess = async () => {
    const keys = [queryKeys.albums, queryKeys.allDetails]
    await Promise.all(keys.map((queryKey) => queries.invalidateQueries({ queryKey })))
  }
  const rename = useMutation({
    mutationFn: (name: string) => client.renameAlbum({ params: { albumId }, body: { name } }),
    onSuccess,
  })
  const remove = useMutation({ mutationFn: () => client.deleteAlbum({ params: { albumId } }), onSuccess })
  return { rename, remove }
}
