import {
  derivedId,
  ImageReplaced,
  ImageUploaded,
  imageIdOf,
  matchProfile,
  type Provenance,
  VideoUploaded,
} from "@darkroom/events"
import { isVideo } from "@darkroom/imaging/sniff-format"
import { type Deps, defaultDeps } from "./deps.ts"
import { ArchivedObject, OriginalHeld } from "./errors.ts"
import type { ObjectCreated } from "./object-created.ts"
import { rescueOriginal } from "./rescue-original.ts"
import { isHeld, type Upload } from "./uploads.ts"

export type Ingested = ImageUploaded | VideoUploaded | ImageReplaced

/** A new object under an intake prefix becomes a photo or a video; older news of the same key, and all other keys, become nothing. */
export async function ingestObject(
  created: ObjectCreated,
  deps: Deps = defaultDeps(),
): Promise<readonly Ingested[] | undefined> {
  const { bucket, key, sequencer, etag, bytes, time } = created
  const match = matchProfile(key)
  if (match === undefined) return undefined
  const previous = await deps.uploads.latest(bucket, key)
  const order = previous ? compareSequencers(sequencer, previous.sequencer) : 1
  if (order < 0 || (order > 0 && previous && wasFound(previous, created))) return undefined
  if (order > 0 && previous && (await isSecondUse(previous, created, deps))) {
    await dropSecondUse(previous, created, deps)
    return undefined
  }
  const upload = order === 0 && previous ? previous : await uploadAfter(previous, created, match.profile.name, deps)
  const accepted = order > 0 ? await acceptUpload(upload, previous, created, deps) : !upload.refused
  if (!accepted) {
    await deps.objects.delete(bucket, key, etag)
    return undefined
  }
  const { imageId: id } = upload
  const original = { id, bucket, key, etag, sequencer, bytes, owner: match.owner, profile: match.profile.name }
  const head = await beginningOf(created, deps)
  const provenance = { id: derivedId("ImageUploaded", id), groupKey: id, origin: "upload" } as const
  return announced({ original, uploadedAt: new Date(time).toISOString(), head, provenance }, upload)
}

/** Whether a backfill has found this very upload before S3's news of it came. */
function wasFound({ foundAt, etag }: Upload, created: ObjectCreated): boolean {
  return foundAt !== undefined && etag === created.etag && Date.parse(created.time) <= Date.parse(foundAt)
}

/**
 * A form takes the same bytes as often as it is posted. Other bytes did not come by it.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html: the ETag is the content's MD5 for the bucket's encryption, SSE-S3.
 */
async function isSecondUse(previous: Upload, { key, etag }: ObjectCreated, { reservations }: Deps): Promise<boolean> {
  return (previous.etag ?? etag) === etag && (await reservations.has(key))
}

/**
 * Deletes the object unless the accepted photo still lies under the key: the second post then overwrote it with the same bytes,
 * and the object is that photo's original. Throws OriginalHeld.
 */
async function dropSecondUse(previous: Upload, { bucket, key, etag }: ObjectCreated, deps: Deps): Promise<void> {
  if (isHeld(previous, deps.now())) throw new OriginalHeld(previous.imageId)
  const isExtra =
    previous.refused || (await deps.filings.isDeleted(previous.imageId)) || (await hasLeft(previous, bucket, deps))
  if (isExtra) await deps.objects.delete(bucket, key, etag)
}

/** False where the form's reservation has been given back; that is written down, so that it stays refused. */
async function acceptUpload(
  upload: Upload,
  previous: Upload | undefined,
  { bucket, key }: ObjectCreated,
  { uploads, reservations }: Deps,
): Promise<boolean> {
  const check = previous === undefined ? reservations.checkFor(key) : undefined
  if (check === undefined) {
    await uploads.advance(bucket, key, upload, previous)
    return true
  }
  if (await uploads.accept(bucket, key, upload, check)) return true
  await uploads.advance(bucket, key, { ...upload, refused: true }, previous)
  return false
}

/** What cannot be read any more, or not yet, is for others to tell. */
async function beginningOf({ bucket, key, etag }: ObjectCreated, { objects }: Deps): Promise<Uint8Array> {
  const peeked = await objects.peek(bucket, key, etag).catch((error: unknown) => {
    if (error instanceof ArchivedObject) return undefined
    throw error
  })
  return peeked?.head ?? new Uint8Array()
}

export interface Announcement {
  readonly original: ImageUploaded["data"]["image"]
  readonly uploadedAt: string
  /** The object's first bytes, which tell a video from everything else. */
  readonly head: Uint8Array
  readonly provenance: Provenance
}

/** The events of an upload: what it is, and whom it replaced. */
export function announced({ original, uploadedAt, head, provenance }: Announcement, { replaces }: Upload): Ingested[] {
  const event = isVideo(head)
    ? VideoUploaded.create({ video: original, uploadedAt }, provenance)
    : ImageUploaded.create({ image: original, uploadedAt }, provenance)
  if (replaces === null) return [event]
  const replaced = { imageId: replaces, replacedBy: original, replacedAt: uploadedAt }
  return [event, ImageReplaced.create(replaced, { cause: event })]
}

/** A photo whose original has left the key for another is replaced by nobody. Throws OriginalHeld. */
export async function uploadAfter(
  previous: Upload | undefined,
  { bucket, key, sequencer, etag }: Pick<ObjectCreated, "bucket" | "key" | "sequencer" | "etag">,
  profile: string,
  deps: Deps,
): Promise<Upload> {
  const upload = { imageId: imageIdOf(bucket, key, sequencer), sequencer, etag, replaces: null }
  if (previous === undefined || previous.refused) return upload
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

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html: right-aligned hexadecimal. */
export function compareSequencers(a: string, b: string): number {
  const length = Math.max(a.length, b.length)
  return a.toUpperCase().padStart(length, "0").localeCompare(b.toUpperCase().padStart(length, "0"), "en")
}
