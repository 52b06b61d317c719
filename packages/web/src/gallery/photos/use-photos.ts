import type { PhotosQuery } from "@darkroom/gallery-api"
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query"
import { type RefObject, useMemo } from "react"
import { queryKeys, useClient } from "../../api.ts"
import { fetchedAnew, type Page, type Pages, pagesOf, photosIn } from "./pages.ts"
import { useDeleted } from "./use-delete-photos.ts"

const PAGE = 100
const STALLED_AFTER = 60_000

/** What of the list is seen, as indices of photos: [first, end). */
export type Seen = RefObject<readonly [number, number]>

/**
 * The photos that a query asks for, page by page. When they are asked for anew, only the pages near to what is seen are fetched:
 * a change of one photo among ten thousand must not fetch them all.
 */
export function usePhotos(query: PhotosQuery, seen: Seen) {
  const client = useClient()
  const queries = useQueryClient()
  const queryKey = queryKeys.photos(query)
  const list = useInfiniteQuery({
    queryKey,
    initialPageParam: undefined as string | undefined,
    // A photo that nobody works on sends no message either: that it takes too long must be asked for.
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data) ? STALLED_AFTER : false),
    getNextPageParam: ({ cursor }: Page) => cursor ?? undefined,
    queryFn: async ({ pageParam, signal }): Promise<Page> => {
      const fetchPage = (cursor: string | undefined) =>
        client.listPhotos({ query: { ...query, limit: PAGE, ...(cursor === undefined ? {} : { cursor }) } }, { signal })
      const kept = queries.getQueryData<Pages>(queryKey)
      const index = kept?.pageParams.indexOf(pageParam) ?? -1
      const known = kept?.pages[index]
      if (kept === undefined || known === undefined) return fetchPage(pageParam)
      return isNear(kept, index, seen) ? fetchedAnew(known, pageParam, fetchPage) : { ...known, isStale: true }
    },
  })
  const deleted = useDeleted()
  const photos = useMemo(
    () => (list.data ? photosIn(list.data).filter(({ photoId }) => !deleted.has(photoId)) : []),
    [list.data, deleted],
  )
  return { ...list, photos }
}

function isUnderWay(list: Pages): boolean {
  return list.pages.some(({ photos }) => photos.some(({ status }) => status === "processing"))
}

function isNear(kept: Pages, index: number, seen: Seen): boolean {
  const [first, last] = pagesOf(kept, ...seen.current)
  return index >= first - 1 && index <= last + 1
}
