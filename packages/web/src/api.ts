import type { GalleryClient } from "@darkroom/gallery-api/client"
import type { PhotosQuery } from "@darkroom/gallery-api"
import { createContext, use } from "react"

/** Names of everything that the page keeps from the API; a shorter key stands for all that begin with it. */
export const queryKeys = {
  me: ["me"] as const,
  albums: ["albums"] as const,
  facets: ["facets"] as const,
  backfills: ["backfills"] as const,
  /** Every list of photos. */
  allPhotos: ["photos"] as const,
  /** One list, whose data is an infinite query's pages of `Photos`. */
  photos: (query: PhotosQuery) => ["photos", query] as const,
  /** Every photo's details. */
  allDetails: ["photo"] as const,
  photo: (photoId: string) => ["photo", photoId] as const,
}

export const ClientContext = createContext<GalleryClient | null>(null)

/** The API's client, which signs in again by itself. */
export function useClient(): GalleryClient {
  const client = use(ClientContext)
  if (!client) throw new Error("useClient() outside of ClientContext")
  return client
}
