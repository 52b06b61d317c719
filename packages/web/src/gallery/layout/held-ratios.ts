import type { PhotoSummary } from "@darkroom/gallery-api"
import { ratioOf } from "./justify-rows.ts"

export type HeldRatios = ReadonlyMap<string, number>

/**
 * The ratios to lay photos out by. A photo whose size becomes known while somebody looks at it keeps the box that it has,
 * for nothing may jump; it gets its own when it is out of sight, or when nothing is under way any more.
 */
export function heldRatios(
  photos: readonly PhotoSummary[],
  held: HeldRatios,
  isSeen: (photoId: string) => boolean,
): HeldRatios {
  return new Map(
    photos.map((photo) => {
      const before = held.get(photo.photoId)
      return [photo.photoId, before !== undefined && isSeen(photo.photoId) ? before : ratioOf(photo)]
    }),
  )
}
