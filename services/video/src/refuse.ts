import { VideoRejected, type VideoUploaded } from "@darkroom/events"
import { messages } from "./messages.ts"

/** Rejects every video, where a stage was deployed without FFmpeg (DARKROOM_VIDEO=off). */
export async function refuse(event: VideoUploaded): Promise<VideoRejected> {
  const { video } = event.data
  const message = messages.refused(video.key)
  return VideoRejected.create({ video, reason: "NotSupportedVideoType", message }, { cause: event })
}
