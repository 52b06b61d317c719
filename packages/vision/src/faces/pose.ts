import type { DetectedFace } from "../seen.ts"
import type { MeshPoint } from "./face-mesh.ts"
import { pointAt } from "./landmarks.ts"

type Vector = readonly [number, number, number]

const [FOREHEAD, CHIN, LEFT_CHEEK, RIGHT_CHEEK] = [10, 152, 234, 454]
/** By which the mesh says that frontal faces look down, in degrees. */
const PITCH_BIAS = 10

/**
 * Which way a face is turned, in degrees. Signs are Rekognition's: `roll` is positive with the image's right eye lower,
 * `yaw` turned to the image's right. That `pitch` is positive looking up is not confirmed by its documentation.
 */
export function poseOf(points: readonly MeshPoint[]): DetectedFace["pose"] {
  const down = unit(between(pointAt(points, FOREHEAD), pointAt(points, CHIN)))
  const across = unit(between(pointAt(points, LEFT_CHEEK), pointAt(points, RIGHT_CHEEK)))
  const away = unit(cross(across, down))
  const right = cross(down, away)
  return {
    roll: degrees(Math.atan2(right[1], right[0])),
    yaw: degrees(Math.asin(Math.max(-1, Math.min(1, right[2])))),
    pitch: degrees(Math.atan2(away[1], away[2])) + PITCH_BIAS,
  }
}

function between(from: MeshPoint, to: MeshPoint): Vector {
  return [to.x - from.x, to.y - from.y, to.z - from.z]
}

function unit([x, y, z]: Vector): Vector {
  const length = Math.hypot(x, y, z) || 1
  return [x / length, y / length, z / length]
}

function cross(a: Vector, b: Vector): Vector {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

function degrees(radians: number): number {
  return (radians * 180) / Math.PI
}
