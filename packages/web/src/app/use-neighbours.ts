import { useQueryClient } from "@tanstack/react-query"
import { useMemo, useSyncExternalStore } from "react"
import { queryKeys } from "../api.ts"
import type { Neighbours } from "../gallery/index.ts"
import { type Pages, photosIn } from "../gallery/photos/pages.ts"
import { useDeleted } from "../gallery/photos/use-delete-photos.ts"
import { queryOf } from "./list-place.ts"
import { neighboursOf } from "./neighbours-of.ts"
import { useCurrentList } from "./photo-place.ts"

/** The photos before and after one in the list below it, as far as that is loaded. */
export function useNeighbours(photoId: string): Neighbours {
  const queries = useQueryClient()
  const deleted = useDeleted()
  const query = queryOf(useCurrentList())
  const pages = useSyncExternalStore(
    (listener) => queries.getQueryCache().subscribe(listener),
    () => (query ? queries.getQueryData<Pages>(queryKeys.photos(query)) : undefined),
  )
  return useMemo(() => {
    const ids = pages ? photosIn(pages).map(({ photoId }) => photoId) : []
    return neighboursOf(ids, photoId, deleted)
  }, [pages, photoId, deleted])
}
