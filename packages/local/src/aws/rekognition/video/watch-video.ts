import { type OpenedVideo, type VideoFrame, VideoUndecodable } from "@darkroom/vision"
import type { Sight } from "../sight.ts"
import type { VideoAnalysis } from "./analysis.ts"
import type { WithCopy } from "./copies.ts"
import type { VideoJob } from "./job.ts"
import type { JobRows } from "./job-rows.ts"
import type { OpenObject } from "./open-object.ts"
import { videoMetadata } from "./video-metadata.ts"

/** Opens a video at a path. Throws VideoUndecodable for what is none. */
export type OpenVideo = (path: string) => Promise<PlayedVideo>

export interface PlayedVideo extends Pick<OpenedVideo, "info" | "close"> {
  /** In the order of time. The pictures are what the recogniser is asked of. */
  frames(): AsyncIterable<VideoFrame>
}

export interface WatchOptions {
  readonly analyses: ReadonlyMap<string, VideoAnalysis>
  readonly sight: Sight
  readonly openObject: OpenObject
  readonly withCopy: WithCopy
  readonly openVideo: OpenVideo
  readonly rows: JobRows
}

/** Looks at a job's video, picture by picture, as long as it is `wanted`. Gives its VideoMetadata. Throws for a job that fails. */
export async function watchVideo(job: VideoJob, wanted: AbortSignal, options: WatchOptions): Promise<object> {
  const { analyses, sight, openObject, withCopy, openVideo, rows } = options
  const { Bucket = "", Name = "" } = job.input.Video.S3Object ?? {}
  const analysis = analyses.get(job.analysis)
  const object = await openObject(Bucket, Name, { accessKeyId: job.accessKeyId })
  if (analysis === undefined || object === undefined)
    throw new VideoUndecodable(`The object s3://${Bucket}/${Name} is not there, or may not be read.`)
  return withCopy(object.file, async (path) => {
    const video = await openVideo(path)
    try {
      wanted.throwIfAborted()
      const metadata = videoMetadata(video.info)
      rows.clearMoments(job.id)
      for await (const { timestamp, jpeg } of video.frames()) {
        const found = await whileWanted(wanted, () => analysis.look(sight, jpeg, job.input))
        rows.addMoment(job.id, { timestamp, found })
      }
      return metadata
    } finally {
      await video.close()
    }
  })
}

/** Does not wait any longer for what nobody wants any more. */
async function whileWanted<Result>(wanted: AbortSignal, work: () => Promise<Result>): Promise<Result> {
  const { promise, reject } = Promise.withResolvers<never>()
  const onAbort = () => reject(wanted.reason)
  wanted.addEventListener("abort", onAbort)
  try {
    wanted.throwIfAborted()
    return await Promise.race([work(), promise])
  } finally {
    wanted.removeEventListener("abort", onAbort)
  }
}
