import type { PhotosQuery } from "@darkroom/gallery-api"
import { useLocation, useMatchRoute, useRouterState } from "@tanstack/react-router"
import { useState } from "react"
import { type Filters, filtersOf } from "../search/filters.ts"

/** A list of photos, albums or backfills, which lies below a photo that is open. */
export type ListPlace =
  | { readonly list: "all" }
  | { readonly list: "albums" }
  | { readonly list: "album"; readonly albumId: string }
  | { readonly list: "search"; readonly filters: Filters }
  /** For operators. */
  | { readonly list: "backfills" }
  /** The address leads nowhere. */
  | { readonly list: "none" }

/** The list that the address means, or the last one while a photo is open over it. */
export function useListPlace(): ListPlace {
  const match = useMatchRoute()
  // Of the place that is matched: the next one's search is known earlier, and would empty the list below a photo that opens.
  const search = useRouterState({ select: ({ resolvedLocation, location }) => (resolvedLocation ?? location).search })
  const [last, setLast] = useState<ListPlace>({ list: "all" })
  const album = match({ to: "/albums/$albumId" })
  const now = placeOf()
  if (now && JSON.stringify(now) !== JSON.stringify(last)) setLast(now)
  return now ?? last

  function placeOf(): ListPlace | null {
    if (album) return { list: "album", albumId: album.albumId }
    if (match({ to: "/albums" })) return { list: "albums" }
    if (match({ to: "/search" })) return { list: "search", filters: filtersOf(search) }
    if (match({ to: "/backfills" })) return { list: "backfills" }
    if (match({ to: "/" })) return { list: "all" }
    return match({ to: "/photos/$photoId" }) ? null : { list: "none" }
  }
}

/** The photo that is open over the list. */
export function useOpenPhotoId(): string | undefined {
  const match = useMatchRoute()
  useLocation()
  const photo = match({ to: "/photos/$photoId" })
  return photo ? photo.photoId : undefined
}

/** The photos of a list, as the API is asked for them; null for a list of something else. */
export function queryOf(place: ListPlace): PhotosQuery | null {
  switch (place.list) {
    case "all":
      return {}
    case "album":
      return { albumId: place.albumId }
    case "search":
      return place.filters
    case "albums":
    case "backfills":
    case "none":
      return null
  }
}

/** Where the router finds a list. */
export function linkTo(place: ListPlace) {
  switch (place.list) {
    case "all":
    case "none":
      return { to: "/" } as const
    case "albums":
      return { to: "/albums" } as const
    case "backfills":
      return { to: "/backfills" } as const
    case "album":
      return { to: "/albums/$albumId", params: { albumId: place.albumId } } as const
    case "search":
      return { to: "/search", search: place.filters } as const
  }
}
