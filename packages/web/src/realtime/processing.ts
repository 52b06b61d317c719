import type { Facets, PhotoDetail, Photos } from "@darkroom/gallery-api"
import type { InfiniteData, QueryClient } from "@tanstack/react-query"
import { queryKeys } from "../api.ts"

type Cache = Pick<QueryClient, "getQueryData" | "getQueriesData">

/** Milliseconds between two looks at what is under way, while no messages come. */
export const POLL_EVERY = 3000

/** What of the page to fetch again because a photo in it is under way; nothing when all is done. */
export function processingKeys(cache: Cache): readonly (readonly unknown[])[] {
  const lists = cache.getQueriesData<InfiniteData<Photos> | Photos>({ queryKey: queryKeys.allPhotos })
  const details = cache.getQueriesData<PhotoDetail>({ queryKey: queryKeys.allDetails })
  const keys = [
    ...lists.filter(([, list]) => photosOf(list).some(isProcessing)).map(([key]) => key),
    ...details.filter(([, photo]) => photo && isProcessing(photo)).map(([key]) => key),
  ]
  const more = (cache.getQueryData<Facets>(queryKeys.facets)?.processing ?? 0) > 0
  if (keys.length === 0 && !more) return []
  // A photo under way that no list shows yet appears in them all.
  return keys.length === 0 ? [queryKeys.allPhotos, queryKeys.facets] : [...keys, queryKeys.facets]
}

function photosOf(list: InfiniteData<Photos> | Photos | undefined): Photos["photos"] {
  if (!list) return []
  return "pages" in list ? list.pages.flatMap(({ photos }) => photos) : list.photos
}

function isProcessing({ status }: { readonly status: string }): boolean {
  return status === "processing"
}
