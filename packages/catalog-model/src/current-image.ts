import type { Image } from "@darkroom/events"
import type { ImageRecord } from "./record.ts"

/** The image where it is now: under the key that it was moved to, or that of its upload. */
export function currentImage({ image, moved }: Pick<ImageRecord, "image" | "moved">): Image | undefined {
  if (image === undefined || moved === undefined) return image
  const { bucket, key, etag } = moved
  return { ...image, bucket, key, etag }
}

export interface Archived {
  /** When it was put into the archive, UTC. */
  readonly since: string
  /** S3's, such as GLACIER. */
  readonly storageClass: string
  /** Until when a restored copy can be read; null where there is none, or it has gone. */
  readonly until: string | null
}

/** How the original lies in the archive; undefined where it does not. One that was moved since is a new object elsewhere. */
export function archivedOf(
  record: Pick<ImageRecord, "image" | "moved" | "archived" | "restored">,
): Archived | undefined {
  const { archived, restored } = record
  if (archived === undefined || archived.key !== currentImage(record)?.key) return undefined
  const isOfIt = restored?.key === archived.key && restored.time >= archived.time
  return { since: archived.time, storageClass: archived.storageClass, until: isOfIt ? restored.until : null }
}

/** Whether the original can be read: it is in no archive, or a restored copy is there. `now` is in milliseconds. */
export function isReadable(record: Parameters<typeof archivedOf>[0], now: number): boolean {
  const archived = archivedOf(record)
  return archived === undefined || (archived.until !== null && Date.parse(archived.until) > now)
}
