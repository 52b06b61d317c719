import { derivedId, ImageReplaced, ImageUploaded, imageIdOf, matchProfile } from "@darkroom/events"
import { type Deps, defaultDeps } from "./deps.ts"
import { OriginalHeld } from "./errors.ts"
import type { ObjectCreated } from "./object-created.ts"
import { rescueOriginal } from "./rescue-original.ts"
import { isHeld, type Upload } from "./uploads.ts"

/** A new object under an intake prefix becomes a photo; older news of the same key, and all other keys, become nothing. */
export async function ingestObject(
  created: ObjectCreated,
  deps: Deps = defaultDeps(),
): Promise<readonly (ImageUploaded | ImageReplaced)[] | undefined> {
  const { bucket, key, sequencer } = created
  const match = matchProfile(key)
  if (match === undefined) return undefined
  const previous = await deps.uploads.latest(bucket, key)
  const order = previous ? compareSequencers(sequencer, previous.sequencer) : 1
  if (order < 0) return undefined
  const upload = order === 0 && previous ? previous : await uploadAfter(previous, created, match.profile.name, deps)
  if (order > 0) await deps.uploads.advance(bucket, key, upload, previous)
  const event = uploaded(created, upload.imageId, match.owner, match.profile.name)
  return upload.replaces === null ? [event] : [event, replaced(event, upload.replaces)]
}

/** A photo whose original has left the key for another is replaced by nobody. Throws OriginalHeld. */
async function uploadAfter(
  previous: Upload | undefined,
  { bucket, key, sequencer, etag }: ObjectCreated,
  profile: string,
  deps: Deps,
): Promise<Upload> {
  const upload = { imageId: imageIdOf(bucket, key, sequencer), sequencer, etag, replaces: null }
  if (previous === undefined) return upload
  if (isHeld(previous, deps.now())) throw new OriginalHeld(previous.imageId)
  if (!(await hasLeft(previous, bucket, deps))) return { ...upload, replaces: previous.imageId }
  const sameBytes = (previous.etag ?? etag) === etag
  const movedTo = sameBytes
    ? await rescueOriginal({ bucket, key, profile, previous, imageId: upload.imageId }, deps)
    : undefined
  return { ...upload, ...(movedTo === undefined ? {} : { movedTo }) }
}

/** By what the move said at its end, or, where it came to none, by whether there is a copy. */
async function hasLeft({ imageId, movedTo, movingTo }: Upload, bucket: string, { objects }: Deps): Promise<boolean> {
  if (movedTo !== undefined) return true
  return movingTo !== undefined && (await objects.head(bucket, movingTo))?.imageId === imageId
}

function uploaded(created: ObjectCreated, imageId: string, owner: string, profile: string): ImageUploaded {
  const { bucket, key, etag, sequencer, bytes } = created
  const image = { id: imageId, bucket, key, etag, sequencer, bytes, owner, profile }
  return ImageUploaded.create(
    { image, uploadedAt: new Date(created.time).toISOString() },
    { id: derivedId("ImageUploaded", imageId), groupKey: imageId, origin: "upload" },
  )
}

function replaced(upload: ImageUploaded, imageId: string): ImageReplaced {
  const { image, uploadedAt } = upload.data
  return ImageReplaced.create({ imageId, replacedBy: image, replacedAt: uploadedAt }, { cause: upload })
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html: right-aligned hexadecimal. */
export function compareSequencers(a: string, b: string): number {
  const length = Math.max(a.length, b.length)
  return a.toUpperCase().padStart(length, "0").localeCompare(b.toUpperCase().padStart(length, "0"), "en")
}
