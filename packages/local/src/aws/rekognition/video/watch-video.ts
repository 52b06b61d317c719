import { type OpenedVideo, VideoUndecodable } from "@darkroom/vision"
import type { Sight } from "../sight.ts"
import type { VideoAnalysis } from "./analysis.ts"
import type { VideoJob } from "./job.ts"
import type { JobRows } from "./job-rows.ts"
import { type OpenObject, withCopy } from "./open-object.ts"
import { videoMetadata } from "./video-metadata.ts"

/** Opens a video at a path. */
export type OpenVideo = (path: string) => Promise<Pick<OpenedVideo, "info" | "frames" | "close">>

export interface WatchOptions {
  readonly analyses: ReadonlyMap<string, VideoAnalysis>
  readonly sight: Sight
  readonly openObject: OpenObject
  readonly openVideo: OpenVideo
  readonly rows: JobRows
}

/** Looks at a job's video, picture by picture, as long as it is `wanted`. Gives its VideoMetadata. Throws for a job that fails. */
export async function watchVideo(job: VideoJob, wanted: AbortSignal, options: WatchOptions): Promise<object> {
  const { analyses, sight, openObject, openVideo, rows } = options
  const { Bucket = "", Name = "" } = job.input.Video.S3Object ?? {}
  const analysis = analyses.get(job.analysis)
  const object = await openObject(Bucket, Name, { accessKeyId: job.accessKeyId })
  if (analysis === undefined || object === undefined)
    throw new VideoUndecodable(`The object s3://${Bucket}/${Name} is not there, or may not be read.`)
  return withCopy(object.file, async (path) => {
    const video = await openVideo(path)
    const close = () => void video.close()
    wanted.addEventListener("abort", close)
    try {
      wanted.throwIfAborted()
      const metadata = videoMetadata(video.info)
      rows.clearMoments(job.id)
      for await (const { timestamp, jpeg } of video.frames()) {
        const found = await analysis.look(sight, jpeg, job.input)
        wanted.throwIfAborted()
        rows.addMoment(job.id, { timestamp, found })
      }
      return metadata
    } finally {
      wanted.removeEventListener("abort", close)
      await video.close()
    }
  })
}
