import type { VideoMetadata } from "@darkroom/events"
import { isTooMuch } from "./copy-limits.ts"
import { messages } from "./messages.ts"

/** Rekognition reads H.264 in MPEG-4 or MOV, and nothing else. https://docs.aws.amazon.com/rekognition/latest/dg/video.html */
export function needsCopy({ codec, container }: VideoMetadata): boolean {
  return codec !== "h264" || (container !== "mp4" && container !== "mov")
}

/** Why nothing is looked for in a video, a sentence; undefined where it is. */
export function reasonToSkip(key: string, metadata: VideoMetadata): string | undefined {
  if (needsCopy(metadata)) return isTooMuch(metadata) ? messages.tooMuchToCopy(key, kindOf(metadata)) : undefined
  return metadata.duration > MOST_MILLISECONDS ? messages.tooLong(key) : undefined
}

/** https://docs.aws.amazon.com/rekognition/latest/dg/limits.html */
const MOST_MILLISECONDS = 6 * 3600_000

/** What a video is, as `HEVC in MOV`. */
export function kindOf({ codec, container }: VideoMetadata): string {
  const codecs: Record<string, string> = { h264: "H.264", hevc: "HEVC", vp8: "VP8", vp9: "VP9", av1: "AV1" }
  const containers = { mp4: "MP4", mov: "MOV", webm: "WebM", mkv: "Matroska" }
  return `${codecs[codec] ?? codec} in ${containers[container]}`
}
