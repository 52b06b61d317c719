import { AV_PKT_DATA_DISPLAYMATRIX } from "node-av/constants"
import type { Stream } from "node-av/lib"
import type { VideoInfo } from "./video-info.ts"

/** Degrees clockwise, as the display matrix says. https://ffmpeg.org/doxygen/trunk/group__lavu__video__display.html */
export function rotationOf(stream: Stream): VideoInfo["rotation"] {
  const matrix = stream.codecpar.getCodedSideData(AV_PKT_DATA_DISPLAYMATRIX)
  if (matrix === null || matrix.length < 8) return 0
  const degrees = (Math.atan2(matrix.readInt32LE(4), matrix.readInt32LE(0)) * 180) / Math.PI
  return (((Math.round(degrees / 90) * 90 + 360) % 360) as VideoInfo["rotation"]) || 0
}
