import type { VideoFacts } from "@darkroom/gallery-api"

/** FFmpeg's names, as people know them. */
const NAMES: Readonly<Record<string, string>> = {
  aac: "AAC",
  ac3: "Dolby Digital",
  av1: "AV1",
  h264: "H.264",
  hevc: "HEVC",
  mp3: "MP3",
  mpeg4: "MPEG-4",
  opus: "Opus",
  vorbis: "Vorbis",
  vp8: "VP8",
  vp9: "VP9",
}

export function codecName(codec: string): string {
  return NAMES[codec] ?? codec
}

/** `H.264, 29.97 a second, stored turned by 90°` */
export function picturesText({ codec, frameRate, rotation }: Pick<VideoFacts, "codec" | "frameRate" | "rotation">) {
  const rate = frameRate === null ? [] : [`${Number(frameRate.toFixed(2))} a second`]
  const turned = rotation === 0 ? [] : [`stored turned by ${rotation}°`]
  return [codecName(codec), ...rate, ...turned].join(", ")
}
