import { queryKeys } from "../api.ts"
import type { PhotoMessage } from "./message.ts"

/** Events after which an album may have another cover or another number of photos. */
const ALBUM_EVENTS = new Set(["ImageDeleted", "ThumbnailGenerated", "VideoMetadataExtracted"])

/** What of the page is out of date after these messages, each once. */
export function keysOf(messages: readonly PhotoMessage[]): readonly (readonly unknown[])[] {
  const photoIds = new Set(messages.map(({ photoId }) => photoId))
  const albums = messages.some(({ event }) => ALBUM_EVENTS.has(event))
  const used = messages.some(({ event }) => event === "ImageUploaded" || event === "VideoUploaded")
  return [
    queryKeys.allPhotos,
    queryKeys.facets,
    ...(albums ? [queryKeys.albums] : []),
    ...(used ? [queryKeys.me] : []),
    ...[...photoIds].map(queryKeys.photo),
  ]
}
