import {
  derivedId,
  featuresOf,
  fittingKey,
  profileNamed,
  type Video,
  VideoCopied,
  type VideoMetadata,
  type VideoMetadataExtracted,
  type VideoTagged,
} from "@darkroom/events"
import { type CopyDeps, copyDeps } from "./copy-deps.ts"
import { DamagedVideo, OriginalGone, TooMuchToCopy, UndecodablePictures, UnsupportedVideo } from "./errors.ts"
import { haveAllEnded, type JobRecord, runKeyOf } from "./job.ts"
import { messages } from "./messages.ts"
import { notTagged } from "./not-tagged.ts"
import { kindOf, needsCopy, reasonToSkip } from "./reason-to-skip.ts"

/** Makes a copy that Rekognition can read of a video that it cannot, or says why there is none. All others are passed over. */
export async function copyVideo(
  event: VideoMetadataExtracted,
  deps: CopyDeps = copyDeps(),
): Promise<VideoCopied | VideoTagged | undefined> {
  const { video, metadata } = event.data
  if (!needsCopy(metadata) || reasonToSkip(video.key, metadata) !== undefined) return undefined
  if (featuresOf(profileNamed(video.profile)).length === 0) return undefined
  const key = copyKey(event)
  const known = await deps.records.read(video.id)
  // Removed, or asked about already: by this very event, or by another that the jobs of this one would join.
  if (known !== undefined && (known.removed || known.copy?.key === key || !haveAllEnded(known))) return undefined
  try {
    const copy = await storeCopy(video, metadata, key, deps)
    // What is removed or has ended meanwhile may have been so before the copy was there to go with it.
    if (!isOver(await deps.records.read(video.id), key))
      return VideoCopied.create({ video, metadata, copy }, { cause: event })
    await deps.removeCopy(key)
    return undefined
  } catch (error) {
    return notTagged(event, sentenceOf(error, video.key, metadata))
  }
}

/** A replay has a copy of its own: it is not removed with that of the run before. */
function copyKey(event: VideoMetadataExtracted): string {
  const { key, id } = event.data.video
  return fittingKey("copies/", key, `-analysis/${id}/${derivedId("video-copy", runKeyOf(event))}.mp4`)
}

function isOver(record: JobRecord | undefined, key: string): boolean {
  if (record === undefined) return false
  return record.removed === true || (record.copy?.key === key && haveAllEnded(record))
}

async function storeCopy(
  video: Video,
  { container }: VideoMetadata,
  key: string,
  deps: CopyDeps,
): Promise<VideoCopied["data"]["copy"]> {
  const head = await deps.head(video)
  if (head === undefined) throw new OriginalGone(video.id)
  return deps.makeCopy(video, { container, bytes: head.bytes }, key)
}

/** What the owner is told. An error that says nothing about the video is thrown on, to be tried again. */
function sentenceOf(error: unknown, key: string, metadata: VideoMetadata): string {
  if (error instanceof OriginalGone) return messages.gone(key)
  if (error instanceof TooMuchToCopy) return messages.tooMuchToCopy(key, kindOf(metadata))
  if (error instanceof DamagedVideo || error instanceof UndecodablePictures || error instanceof UnsupportedVideo)
    return messages.notCopied(key, kindOf(metadata))
  throw error
}
