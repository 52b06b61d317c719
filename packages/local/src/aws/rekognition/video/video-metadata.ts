import { type VideoInfo, VideoUndecodable } from "@darkroom/vision"

const CODECS = ["h264"]
const CONTAINERS: readonly VideoInfo["container"][] = ["mp4", "mov"]

/** A job's VideoMetadata. Throws VideoUndecodable for what Rekognition does not take. https://docs.aws.amazon.com/rekognition/latest/dg/video.html */
export function videoMetadata({ codec, container, format, ...info }: VideoInfo): object {
  if (!CODECS.includes(codec) || !CONTAINERS.includes(container))
    throw new VideoUndecodable(`Unsupported codec/format: ${codec} in ${container}. It must be H.264 in MPEG-4 or MOV.`)
  return {
    Codec: codec,
    DurationMillis: info.duration ?? 0,
    Format: format,
    FrameRate: info.frameRate ?? 0,
    FrameHeight: info.height,
    FrameWidth: info.width,
    // What players take it for where it says nothing.
    ColorRange: info.colorRange ?? "LIMITED",
  }
}
