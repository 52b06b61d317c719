import type { Point } from "../seen.ts"
import { middle } from "./geometry.ts"

/**
 * Rekognition's types by the index of the mesh's point; left is the image's left. The first five are those that it gives
 * unasked. Pupils are not among the points. https://docs.aws.amazon.com/rekognition/latest/APIReference/API_Landmark.html
 */
const indices: readonly (readonly [type: string, ...points: [number] | [number, number]])[] = [
  ["eyeLeft", 33, 133],
  ["eyeRight", 362, 263],
  ["mouthLeft", 61],
  ["mouthRight", 291],
  ["nose", 1],
  ["leftEyeBrowLeft", 70],
  ["leftEyeBrowRight", 107],
  ["leftEyeBrowUp", 105],
  ["rightEyeBrowLeft", 336],
  ["rightEyeBrowRight", 300],
  ["rightEyeBrowUp", 334],
  ["leftEyeLeft", 33],
  ["leftEyeRight", 133],
  ["leftEyeUp", 159],
  ["leftEyeDown", 145],
  ["rightEyeLeft", 362],
  ["rightEyeRight", 263],
  ["rightEyeUp", 386],
  ["rightEyeDown", 374],
  ["noseLeft", 98],
  ["noseRight", 327],
  ["mouthUp", 0],
  ["mouthDown", 17],
  ["upperJawlineLeft", 234],
  ["midJawlineLeft", 172],
  ["chinBottom", 152],
  ["midJawlineRight", 397],
  ["upperJawlineRight", 454],
]

export interface Landmark extends Point {
  readonly type: string
}

/** In the unit of the points. */
export function landmarksOf(points: readonly Point[]): Landmark[] {
  return indices.map(([type, first, second = first]) => ({
    type,
    ...middle(pointAt(points, first), pointAt(points, second)),
  }))
}

/** @throws where the model gave fewer points than it has. */
export function pointAt<P extends Point>(points: readonly P[], index: number): P {
  const point = points[index]
  if (!point) throw new Error(`the face's mesh has ${points.length} points and no ${index}`)
  return point
}
