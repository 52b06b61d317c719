import { movedKey } from "@darkroom/events"
import type { Deps } from "./deps.ts"
import { OriginalChanged } from "./errors.ts"
import { movedOriginals } from "./move-original.ts"
import type { Upload } from "./uploads.ts"

export interface SameBytes {
  readonly bucket: string
  readonly key: string
  readonly profile: string
  /** The photo that was moved away from the key. */
  readonly previous: Upload
  /** The photo that has just come under it, with the same bytes. */
  readonly imageId: string
}

/**
 * S3 deletes by ETag at the most, so a move that empties its key deletes the same bytes too that were uploaded there once
 * more and not yet ingested. Where that has happened, the new photo's original is made again from the moved one, under a
 * moved key of its own, which is returned. https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-deletes.html
 */
export async function rescueOriginal(
  { bucket, key, profile, previous, imageId }: SameBytes,
  deps: Deps,
): Promise<string | undefined> {
  const to = movedKey({ id: imageId, key, profile }, "review")
  if (to === undefined || (await deps.objects.head(bucket, key)) !== undefined) return undefined
  const [source] = await movedOriginals({ id: previous.imageId, bucket, key, profile }, deps)
  if (source === undefined) return undefined
  const copy = await deps.objects.copy(bucket, { ...source, to, imageId, category: "review" })
  if (copy === undefined) throw new OriginalChanged(previous.imageId)
  return to
}
