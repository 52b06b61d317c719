import {
  type Poster,
  profileNamed,
  type Video,
  type VideoMetadata,
  VideoMetadataExtracted,
  VideoRejected,
  type VideoUploaded,
} from "@darkroom/events"
import { DamagedVideo, OriginalGone, Rejected, UndecodablePictures, UnsupportedVideo } from "./errors.ts"
import { type InspectDeps, inspectDeps } from "./inspect-deps.ts"
import { MAX_BYTES, messages } from "./messages.ts"
import { sniffContainer } from "./sniff-container.ts"
import { storePoster } from "./store-poster.ts"

/** Reads what an uploaded video tells about itself and stores a picture of it, or says why it is not one that Darkroom goes on with. */
export async function inspectVideo(
  event: VideoUploaded,
  deps: InspectDeps = inspectDeps,
): Promise<VideoMetadataExtracted | VideoRejected> {
  const { video } = event.data
  try {
    const { metadata, poster } = await inspect(video, deps)
    if (poster !== null) await undoIfGone(video, poster, deps)
    return VideoMetadataExtracted.create({ video, metadata, poster }, { cause: event })
  } catch (error) {
    const { reason, message } = rejectionOf(error, video.key)
    return VideoRejected.create({ video, reason, message }, { cause: event })
  }
}

async function inspect(video: Video, deps: InspectDeps): Promise<{ metadata: VideoMetadata; poster: Poster | null }> {
  const { bytes, sha256 } = there(video, await deps.head(video))
  if (bytes === 0) throw new Rejected("EmptyFile", messages.empty(video.key))
  if (bytes > MAX_BYTES) throw new Rejected("FileTooLarge", messages.tooLarge(video.key, bytes))
  const sniffed = sniffContainer(there(video, await deps.readRange(video, 0, Math.min(HEAD, bytes) - 1)))
  if (sniffed.container === null) throw new UnsupportedVideo(sniffed.looksLike)
  const { container } = sniffed
  const { renditions } = profileNamed(video.profile)
  const sizes = (renditions?.sizes ?? []).toSorted((one, other) => one - other)
  const { metadata, poster } = await deps.look(video, { container, bytes }, sizes)
  return {
    metadata: { ...metadata, container, bytes, sha256 },
    poster: renditions && poster && (await storePoster(video, poster, { ...renditions, sizes }, deps)),
  }
}

const HEAD = 4096

function there<Read>(video: Video, read: Read | undefined): Read {
  if (read === undefined) throw new OriginalGone(video.id)
  return read
}

/** A video deleted while it was looked at must not leave pictures behind: who deleted it may have looked before they were there. */
async function undoIfGone(video: Video, { renditions }: Poster, deps: InspectDeps): Promise<void> {
  if ((await deps.head(video)) !== undefined) return
  for (const rendition of renditions) await deps.removeRendition(rendition)
  throw new OriginalGone(video.id)
}

/** What the owner is told. An error that says nothing about the video is thrown on, to be tried again. */
function rejectionOf(error: unknown, key: string): Rejected {
  if (error instanceof Rejected) return error
  const options = { cause: error }
  if (error instanceof OriginalGone) return new Rejected("OriginalGone", messages.gone(key), options)
  if (error instanceof DamagedVideo) return new Rejected("DamagedVideo", messages.damaged(key), options)
  if (error instanceof UndecodablePictures) return new Rejected("DamagedVideo", messages.damagedPictures(key), options)
  if (error instanceof UnsupportedVideo)
    return new Rejected("NotSupportedVideoType", messages.unsupported(key, error.looksLike), options)
  throw error
}
