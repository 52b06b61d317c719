import { AV_NOPTS_VALUE } from "node-av/constants"
import { avGetCodecName, type Stream } from "node-av/lib"
import type { Looked } from "./decoding.ts"
import type { OpenVideo } from "./open-video.ts"
import { shapeOf } from "./shape-of.ts"
import { describeTags, type Tags } from "./tags-of.ts"

/** What a video tells about itself, no picture being decoded. Throws DamagedVideo. */
export function describeVideo({ input, pictures, sound }: OpenVideo): Looked["metadata"] {
  const { rotation, upright } = shapeOf(pictures)
  const { num, den } = pictures.avgFrameRate
  return {
    codec: codecOf(pictures),
    audioCodec: sound === undefined ? null : codecOf(sound),
    ...upright,
    rotation,
    duration: durationOf({ input, pictures, sound }),
    frameRate: num > 0 && den > 0 ? Math.round((num / den) * 1000) / 1000 : null,
    ...describeTags({ ...tagsOf(pictures.metadata), ...tagsOf(input.metadata) }),
  }
}

function codecOf({ codecpar }: Stream): string {
  return avGetCodecName(codecpar.codecId) ?? "unknown"
}

/** Milliseconds; 0 where the file does not tell, as what browsers record. */
export function durationOf({ input, pictures }: OpenVideo): number {
  // Of AV_TIME_BASE, microseconds.
  if (input.duration !== AV_NOPTS_VALUE && input.duration > 0n) return Number(input.duration / 1000n)
  const { duration, timeBase } = pictures
  if (duration === AV_NOPTS_VALUE || duration <= 0n) return 0
  return Math.round((Number(duration) * timeBase.num * 1000) / timeBase.den)
}

function tagsOf(metadata: OpenVideo["input"]["metadata"]): Tags {
  return metadata?.getAll() ?? {}
}
