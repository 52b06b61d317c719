import type { BoundingBox } from "./detected-label.ts"
import type { Point } from "./seen.ts"

interface Size {
  readonly width: number
  readonly height: number
}

/** Pixels to fractions of the image's sides. */
export function relativePoint({ x, y }: Point, { width, height }: Size): Point {
  return { x: x / width, y: y / height }
}

/** The smallest upright box about the points, which are in pixels, as fractions; no larger than the image. */
export function hullOf(points: readonly Point[], { width, height }: Size): BoundingBox {
  const xs = points.map(({ x }) => clamp(x / width))
  const ys = points.map(({ y }) => clamp(y / height))
  const [left, top] = [Math.min(...xs), Math.min(...ys)]
  return { left, top, width: Math.max(...xs) - left, height: Math.max(...ys) - top }
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value))
}
