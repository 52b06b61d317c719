import { AV_NOPTS_VALUE, AVCOL_RANGE_JPEG, AVCOL_RANGE_MPEG } from "node-av/constants"
import { avGetCodecName, type FormatContext, type Rational, type Stream } from "node-av/lib"
import { rotationOf } from "./rotation.ts"
import type { VideoInfo } from "./video-info.ts"

const MICROSECONDS = 1_000

export function readInfo(format: FormatContext, stream: Stream): VideoInfo {
  const { codecpar } = stream
  const rotation = rotationOf(stream)
  const stored = { width: displayWidth(stream), height: codecpar.height }
  const upright = rotation % 180 === 0 ? stored : { width: stored.height, height: stored.width }
  return {
    container: containerOf(format),
    format: format.iformat?.longName ?? "",
    codec: avGetCodecName(codecpar.codecId) ?? "unknown",
    duration: format.duration === AV_NOPTS_VALUE ? null : Math.round(Number(format.duration) / MICROSECONDS),
    ...upright,
    rotation,
    frameRate: rate(stream.avgFrameRate) ?? rate(stream.rFrameRate),
    colorRange: RANGES.get(codecpar.colorRange) ?? null,
  }
}

/** Pixels need not be square. */
export function displayWidth({ codecpar }: Stream): number {
  const { num, den } = codecpar.sampleAspectRatio
  return num > 0 && den > 0 ? Math.round((codecpar.width * num) / den) : codecpar.width
}

const RANGES = new Map([
  [AVCOL_RANGE_JPEG as number, "FULL" as const],
  [AVCOL_RANGE_MPEG as number, "LIMITED" as const],
])

/** QuickTime's brand tells MOV from MP4. Matroska's reader does not tell WebM apart: what may be in it does. */
function containerOf(format: FormatContext): VideoInfo["container"] {
  const { name } = format.iformat ?? {}
  if (name?.startsWith("mov")) return format.metadata?.get("major_brand")?.trim() === "qt" ? "mov" : "mp4"
  const codecs = format.streams.map(({ codecpar }) => avGetCodecName(codecpar.codecId) ?? "")
  return codecs.every((codec) => /^(vp8|vp9|av1|opus|vorbis|webvtt)$/.test(codec)) ? "webm" : "mkv"
}

function rate({ num, den }: Rational): number | null {
  return num > 0 && den > 0 ? Math.round((num / den) * 1_000) / 1_000 : null
}
