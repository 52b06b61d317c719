import type { VideoContainer } from "@darkroom/events"
import { Readable } from "node:stream"
import { copyLimits } from "./copy-limits.ts"
import type { CopyMade } from "./decoding.ts"
import { withVideo } from "./open-video.ts"
import { rangeReader, type RangeSource } from "./range-reader.ts"
import { withScratchFile } from "./scratch-file.ts"
import type { UploadedFile } from "./signed-requests.ts"
import { writeCopy } from "./write-copy.ts"

/** Bytes of one request: a film is read from its beginning to its end. */
const BLOCK = 8 * 2 ** 20

/** Makes a video's copy and hands it to `upload`. Throws DamagedVideo, UnsupportedVideo, UndecodablePictures, TooMuchToCopy, and what reading it fails with. */
export async function makeCopy(
  container: VideoContainer,
  source: RangeSource,
  upload: (file: UploadedFile) => Promise<void>,
  now: () => number = Date.now,
): Promise<CopyMade> {
  const limits = copyLimits(now)
  // All of it is read, and some parts twice: what ends that is the time.
  const reader = rangeReader(source, { block: BLOCK, kept: 4, budget: Infinity })
  return withScratchFile(async (file) => {
    const size = await withVideo(container, reader, (opened) => writeCopy(opened, file, limits))
    const bytes = (await file.handle.stat()).size
    await upload({
      bytes,
      content: () => Readable.toWeb(file.handle.createReadStream({ start: 0, autoClose: false })) as ReadableStream,
    })
    return { ...size, bytes }
  })
}
