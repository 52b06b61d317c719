import { openVideo } from "./open-video.ts"
import type { SampleOptions, VideoFrame, VideoInfo } from "./video-info.ts"

/**
 * What a video, a path or its bytes, says of itself.
 *
 * @throws VideoUndecodable, VideoReaderCrashed
 */
export async function probeVideo(source: string | Uint8Array): Promise<VideoInfo> {
  const { info, close } = await openVideo(source)
  await close()
  return info
}

/**
 * Pictures of a video at a bounded rate, each decoded when it is asked for: memory stays the same however long it is.
 *
 * @throws VideoUndecodable, VideoReaderCrashed
 */
export async function* sampleVideo(
  source: string | Uint8Array,
  options: SampleOptions = {},
): AsyncGenerator<VideoFrame> {
  const { frames } = await openVideo(source)
  yield* frames(options)
}
