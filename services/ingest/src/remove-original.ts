import type { ImageDeleted } from "@darkroom/events"
import { type Deps, defaultDeps } from "./deps.ts"
import { deleteMoved, isMoved } from "./move-original.ts"

/** Deletes the original of a deleted photo wherever it is, unless another upload has taken its key. Throws OriginalHeld. */
export async function removeOriginal({ data, metadata }: ImageDeleted, deps: Deps = defaultDeps()): Promise<void> {
  const { image } = data
  const { bucket, key, etag } = image
  // First: a move that is under way then does not bring it back.
  await deps.filings.markDeleted(image.id, deps.now())
  await deleteMoved(image, deps)
  if (isMoved(image)) return
  const by = metadata.id
  if (!(await deps.uploads.hold(bucket, key, image.id, { by, now: deps.now() }))) return
  await deps.objects.delete(bucket, key, etag)
  await deps.uploads.release(bucket, key, by)
}
