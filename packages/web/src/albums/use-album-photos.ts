import { useMutation, useQueryClient } from "@tanstack/react-query"
import { queryKeys, useClient } from "../api.ts"
import { eachOf } from "../each-of.ts"
import { errorText } from "../error-text.ts"
import { toast } from "../toasts.ts"
import { itemsText } from "./items-text.ts"

export interface AlbumChange {
  readonly albumId: string
  readonly name: string
  readonly photoIds: readonly string[]
}

/** Puts photos into an album, or takes them out. `onChanged` is called after that, also where what asked for it is closed by then. */
export function useAlbumPhotos(onChanged: () => void) {
  const client = useClient()
  const queries = useQueryClient()
  const refresh = async ({ photoIds }: AlbumChange) => {
    const keys = [queryKeys.albums, queryKeys.allPhotos, ...photoIds.map(queryKeys.photo)]
    await Promise.all(keys.map((queryKey) => queries.invalidateQueries({ queryKey })))
  }
  const change = (verb: "addToAlbum" | "removeFromAlbum") => async (change: AlbumChange) => {
    const { albumId, photoIds } = change
    const { failed } = await eachOf(photoIds, (photoId) => client[verb]({ params: { albumId, photoId } }))
    say(verb, change, failed)
  }
  const ends = {
    onSuccess: onChanged,
    onError: (error: unknown) => toast({ kind: "error", text: errorText(error) }),
    onSettled: (_: unknown, __: unknown, change: AlbumChange) => refresh(change),
  }
  const add = useMutation({ mutationFn: change("addToAlbum"), ...ends })
  const take = useMutation({ mutationFn: change("removeFromAlbum"), ...ends })
  return { add, take }
}

function say(
  verb: "addToAlbum" | "removeFromAlbum",
  { name, photoIds }: AlbumChange,
  failed: readonly { error: unknown }[],
): void {
  const first = failed[0]
  if (first) throw new Error(`${itemsText(failed.length)} stayed as before: ${errorText(first.error)}`)
  const text = verb === "addToAlbum" ? `added to “${name}”` : `removed from “${name}”`
  toast({ kind: "success", text: `${itemsText(photoIds.length)} ${text}.` })
}
