import type { Pixels } from "../decode-image.ts"
import type { Point } from "../seen.ts"
import { loadHumanModel } from "../tensorflow.ts"
import { cutSquare } from "./cut-square.ts"
import type { Candidate } from "./face-detector.ts"
import { fromSquare, type Square } from "./geometry.ts"

/** A point of the face in pixels of the image; `z` points away from the camera, in the same unit. */
export interface MeshPoint extends Point {
  readonly z: number
}

export interface Mesh {
  /** 468, each always the same place of a face: https://github.com/google-ai-edge/mediapipe (canonical face model). */
  readonly points: readonly MeshPoint[]
  /** How sure the model is that there is a face, 0 to 1. It doubts faces in full profile. */
  readonly score: number
}

const INPUT_SIZE = 192
/** The square that the model wants is larger than the detector's box. */
const MARGIN = 1.5
const OUTPUTS = ["Identity_2:0", "Identity_1:0"]

/** Loads facemesh. */
export async function loadFaceMesh(): Promise<(pixels: Pixels, candidate: Candidate) => Mesh> {
  const run = await loadHumanModel("facemesh")
  return (pixels, candidate) => {
    const square = squareAround(candidate, MARGIN)
    const input = cutSquare(pixels, square, INPUT_SIZE).map((value) => value / 255)
    const [values = new Float32Array(), flag] = run(input, [1, INPUT_SIZE, INPUT_SIZE, 3], OUTPUTS)
    const scale = square.side / INPUT_SIZE
    const points = Array.from({ length: values.length / 3 }, (_, index) => {
      const [x = 0, y = 0, z = 0] = values.subarray(3 * index, 3 * index + 3)
      return { ...fromSquare(square, INPUT_SIZE, { x, y }), z: z * scale }
    })
    return { points, score: flag?.[0] ?? 0 }
  }
}

/** The square about a candidate in which its eyes are level, `margin` times as large as its box. */
export function squareAround({ box, eyes: [left, right] }: Candidate, margin: number): Square {
  return {
    center: { x: box.left + box.width / 2, y: box.top + box.height / 2 },
    side: Math.max(box.width, box.height) * margin,
    angle: Math.atan2(right.y - left.y, right.x - left.x),
  }
}
