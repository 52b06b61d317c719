import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { useMemo } from "react"
import { queryKeys, useClient } from "../../api.ts"
import { eachOf } from "../../each-of.ts"
import { errorText } from "../../error-text.ts"
import { toast } from "../../toasts.ts"
import { counted } from "../format/quantities.ts"
import { type Pages, without } from "./pages.ts"

const deletedKey = ["deleted-photos"] as const

/** What the person deleted: the API takes a moment until it no longer lists it, and it must not come back meanwhile. */
export function useDeleted(): ReadonlySet<string> {
  const { data } = useQuery({
    queryKey: deletedKey,
    queryFn: (): readonly string[] => [],
    initialData: [],
    // Nobody answers it: it is only kept here, and "fetch everything anew" must not empty it.
    enabled: false,
    gcTime: Infinity,
  })
  return useMemo(() => new Set(data), [data])
}

/** Deletes photos: they go from the page at once, and come back where it did not work. */
export function useDeletePhotos() {
  const client = useClient()
  const queries = useQueryClient()
  const change = (of: (ids: readonly string[]) => readonly string[]) =>
    queries.setQueryData<readonly string[]>(deletedKey, (ids = []) => of(ids))
  return useMutation({
    onMutate: (photoIds: readonly string[]) => change((ids) => [...ids, ...photoIds]),
    mutationFn: (photoIds: readonly string[]) =>
      eachOf(photoIds, (photoId) => client.deletePhoto({ params: { photoId } })),
    onSuccess: async ({ failed }, photoIds) => {
      const stayed = new Set(failed.map(({ item }) => item))
      change((ids) => ids.filter((id) => !stayed.has(id)))
      const gone = new Set(photoIds.filter((id) => !stayed.has(id)))
      queries.setQueriesData<Pages>({ queryKey: queryKeys.allPhotos }, (kept) => kept && without(kept, gone))
      say(gone.size, failed)
      await Promise.all([queryKeys.albums, queryKeys.facets].map((queryKey) => queries.invalidateQueries({ queryKey })))
    },
  })
}

function say(gone: number, failed: readonly { error: unknown }[]): void {
  const first = failed[0]
  if (first)
    toast({ kind: "error", text: `${counted(failed.length, "photo")} could not be deleted: ${errorText(first.error)}` })
  else toast({ kind: "success", text: `${counted(gone, "photo")} deleted.` })
}
