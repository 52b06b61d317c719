import { type ImageDeleted, type ImageReplaced, profileNamed, renditionFolder } from "@darkroom/events"
import { defaultDeps, type ThumbnailDeps } from "./deps.ts"
import { OriginalStillThere } from "./errors.ts"

/**
 * Removes a deleted photo's renditions. Fails, to be tried again, until the original is gone as well: from then on a rendering
 * that is still under way finds that out for itself and cleans up.
 */
export async function removeRenditions(
  { data: { image } }: ImageDeleted,
  deps: ThumbnailDeps = defaultDeps,
): Promise<void> {
  const { renditions } = profileNamed(image.profile)
  if (renditions === null) return
  // Asked first: a rendition that is written after the look into the folder meets an original that is gone.
  const there = await deps.originalExists(image)
  await deps.deleteFolder(image.bucket, renditionFolder(renditions.prefix, image))
  if (there) throw new OriginalStillThere(image)
}

/**
 * Removes the renditions of a photo whose key another upload took. A rendering of it that is still under way finds another
 * ETag under the key, and cleans up.
 */
export async function removeReplaced(
  { data: { imageId, replacedBy } }: ImageReplaced,
  deps: ThumbnailDeps = defaultDeps,
): Promise<void> {
  const { renditions } = profileNamed(replacedBy.profile)
  if (renditions === null) return
  await deps.deleteFolder(replacedBy.bucket, renditionFolder(renditions.prefix, { ...replacedBy, id: imageId }))
}
