import type { PhotoSummary } from "@darkroom/gallery-api"
import { useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query"
import { useEffect } from "react"
import { queryKeys, useClient } from "../../api.ts"
import { type Pages, photosIn } from "../photos/pages.ts"

/** The photos before and after one in the list that it was opened from. */
export interface Neighbours {
  readonly previous: string | null
  readonly next: string | null
}

function usePhotoQuery() {
  const client = useClient()
  return (photoId: string) => ({
    queryKey: queryKeys.photo(photoId),
    queryFn: ({ signal }: { signal: AbortSignal }) => client.getPhoto({ params: { photoId } }, { signal }),
  })
}

/** A photo's details, and until they are there what its list tells of it. */
export function usePhoto(photoId: string) {
  const queries = useQueryClient()
  const options = usePhotoQuery()(photoId)
  const { data: photo, error, refetch } = useQuery(options)
  return {
    photo,
    error,
    refetch,
    summary: photo ?? summaryOf(queries, photoId),
    /** With addresses that were just signed. */
    fresh: () => queries.fetchQuery({ ...options, staleTime: 60_000 }),
  }
}

function summaryOf(queries: QueryClient, photoId: string): PhotoSummary | undefined {
  for (const [, kept] of queries.getQueriesData<Pages>({ queryKey: queryKeys.allPhotos })) {
    const found = kept && "pages" in kept ? photosIn(kept).find((photo) => photo.photoId === photoId) : undefined
    if (found) return found
  }
  return undefined
}

/** The address of the largest rendition; undefined where there is none yet. */
export function largest({ thumbnails }: Pick<PhotoSummary, "thumbnails">): string | undefined {
  return thumbnails.toSorted((a, b) => b.width * b.height - a.width * a.height)[0]?.url
}

/** Loads what the person is likely to look at next. */
export function usePreload({ previous, next }: Neighbours): void {
  const queries = useQueryClient()
  const options = usePhotoQuery()
  useEffect(() => {
    for (const photoId of [next, previous]) if (photoId !== null) void preload(photoId)
    async function preload(photoId: string) {
      const photo = await queries.fetchQuery({ ...options(photoId), staleTime: 60_000 }).catch(() => undefined)
      const url = photo && largest(photo)
      if (url) new Image().src = url
    }
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [previous, next, queries])
}
