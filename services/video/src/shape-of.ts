import type { VideoMetadata } from "@darkroom/events"
import { AV_PKT_DATA_DISPLAYMATRIX } from "node-av/constants"
import type { Stream } from "node-av/lib"
import { DamagedVideo, UnsupportedVideo } from "./errors.ts"

/** How a video's pictures are stored, and how players show them. */
export interface Shape {
  /** Degrees clockwise by which players turn the stored pictures. */
  readonly rotation: VideoMetadata["rotation"]
  /** Pixels as shown, not yet turned: pixels that are not square are stretched. */
  readonly stretched: Size
  /** The same, upright. */
  readonly upright: Size
}

export interface Size {
  readonly width: number
  readonly height: number
}

/** 8K has 35.4 million. A decoder keeps up to sixteen pictures, of some 54 MB each, and the function has 1,769 MB. */
const MOST_PIXELS = 36_000_000

export function shapeOf({ codecpar, sampleAspectRatio }: Stream): Shape {
  const { width, height } = codecpar
  if (!(width > 0 && height > 0)) throw new DamagedVideo(`its size is said to be ${width} x ${height}`)
  if (width * height > MOST_PIXELS) throw new UnsupportedVideo("a film of more than 36 megapixels")
  const { num, den } = sampleAspectRatio
  const ratio = num > 0 && den > 0 ? Math.min(4, Math.max(0.25, num / den)) : 1
  const stretched = { width: Math.max(1, Math.round(width * ratio)), height }
  const rotation = rotationOf(codecpar.getCodedSideData(AV_PKT_DATA_DISPLAYMATRIX))
  const upright = rotation % 180 === 0 ? stretched : { width: height, height: stretched.width }
  return { rotation, stretched, upright }
}

/** The size scaled down to no side longer than `maxSide`; what is smaller stays. */
export function fit({ width, height }: Size, maxSide: number): Size {
  const factor = Math.min(1, maxSide / Math.max(width, height))
  const scaled = (side: number) => Math.max(1, Math.round(side * factor))
  return { width: scaled(width), height: scaled(height) }
}

/** Of the display matrix's first two numbers, 16.16 bits each; what is askew is turned to the nearest quarter. */
function rotationOf(matrix: Buffer | null): VideoMetadata["rotation"] {
  if (matrix === null || matrix.length < 8) return 0
  const degrees = (Math.atan2(matrix.readInt32LE(4), matrix.readInt32LE(0)) * 180) / Math.PI
  const turned = ((Math.round(degrees / 90) * 90 + 360) % 360) as VideoMetadata["rotation"]
  return turned
}
