import { derivedId, matchProfile, type OriginalFound, OriginalSkipped } from "@darkroom/events"
import { type Deps, defaultDeps } from "./deps.ts"
import { ArchivedObject } from "./errors.ts"
import { announced, compareSequencers, type Ingested, uploadAfter } from "./ingest-object.ts"
import type { Peeked } from "./objects.ts"
import type { Upload } from "./uploads.ts"

/** An object that a backfill found becomes a photo or a video, unless it is one already. */
export async function ingestFound(
  event: OriginalFound,
  deps: Deps = defaultDeps(),
): Promise<readonly Ingested[] | OriginalSkipped | undefined> {
  const { bucket, key, again } = event.data
  const match = matchProfile(key)
  if (match === undefined) return undefined
  const object = await peek(event, deps)
  if (typeof object === "string") return skipped(event, object)
  const previous = await deps.uploads.latest(bucket, key)
  const sequencer = sequencerAt(object.lastModified)
  if (previous?.refused && previous.etag === object.etag) {
    await deps.objects.delete(bucket, key, object.etag)
    return skipped(event, "missing")
  }
  const isKnown = previous !== undefined && isThere(previous, object, sequencer)
  // Found by this very event, before a crash.
  const isOwn = previous?.foundBy === event.metadata.id
  if (isKnown && !isOwn && !again) return skipped(event, "known")
  const upload = isKnown
    ? previous
    : await found(event, { object, sequencer, profile: match.profile.name, previous }, deps)
  const { imageId: id, etag = object.etag } = upload
  const original = {
    id,
    bucket,
    key,
    etag,
    sequencer: upload.sequencer,
    bytes: object.bytes,
    owner: match.owner,
    profile: match.profile.name,
  }
  const run = isKnown && !isOwn ? [event.metadata.id] : []
  const provenance = { id: derivedId("ImageUploaded", id, ...run), groupKey: id, origin: "backfill" } as const
  return announced({ original, uploadedAt: object.lastModified.toISOString(), head: object.head, provenance }, upload)
}

async function peek({ data }: OriginalFound, { objects }: Deps): Promise<Peeked | "missing" | "archived"> {
  try {
    return (await objects.peek(data.bucket, data.key)) ?? "missing"
  } catch (error) {
    if (error instanceof ArchivedObject) return "archived"
    throw error
  }
}

/** The same bytes; or an upload that is newer than what was found, of which S3's news is on its way. */
function isThere(previous: Upload, { etag }: Peeked, sequencer: string): boolean {
  if (previous.movedTo !== undefined) return false
  return previous.etag === etag || compareSequencers(sequencer, previous.sequencer) <= 0
}

interface Find {
  readonly object: Peeked
  readonly sequencer: string
  readonly profile: string
  readonly previous: Upload | undefined
}

/** Writes down that it was found, and by which event. */
async function found(
  { data, metadata }: OriginalFound,
  { object, sequencer, profile, previous }: Find,
  deps: Deps,
): Promise<Upload> {
  const { bucket, key } = data
  const upload = {
    ...(await uploadAfter(previous, { bucket, key, sequencer, etag: object.etag }, profile, deps)),
    foundAt: new Date(deps.now()).toISOString(),
    foundBy: metadata.id,
  }
  await deps.uploads.advance(bucket, key, upload, previous)
  return upload
}

/**
 * A listing has no sequencer. S3's begin with the second of the upload, so this one is in its place among them: behind those of
 * earlier seconds, before those of later ones.
 */
function sequencerAt(time: Date): string {
  return `${Math.floor(time.getTime() / 1000)
    .toString(16)
    .toUpperCase()
    .padStart(10, "0")}00000000`
}

function skipped(event: OriginalFound, reason: OriginalSkipped["data"]["reason"]): OriginalSkipped {
  const { backfillId, row, bucket, key } = event.data
  return OriginalSkipped.create({ backfillId, row, bucket, key, reason }, { cause: event })
}
