import type { GalleryClient } from "@darkroom/gallery-api/client"
import { queryOptions } from "@tanstack/react-query"
import { queryKeys } from "./api.ts"
import { askAgain } from "./ask-again.ts"

/** The API gives the same facets for five seconds. */
const facetsAgain = askAgain({ remembered: 6000 })

/** The person's limits and what is left of them. */
export const meQuery = (client: GalleryClient) =>
  queryOptions({ queryKey: queryKeys.me, queryFn: ({ signal }) => client.getMe({ signal }) })

/** All albums, by name. */
export const albumsQuery = (client: GalleryClient) =>
  queryOptions({
    queryKey: queryKeys.albums,
    queryFn: async ({ signal }) => (await client.listAlbums({ signal })).albums,
  })

/** What the photos show, their cameras, and how many are under way. */
export const facetsQuery = (client: GalleryClient) =>
  queryOptions({
    queryKey: queryKeys.facets,
    queryFn: ({ signal, client: queries }) => {
      facetsAgain(() => void queries.invalidateQueries({ queryKey: queryKeys.facets }))
      return client.getFacets({ signal })
    },
  })
