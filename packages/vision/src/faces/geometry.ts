import type { Point } from "../seen.ts"

/** A square of the image, in its pixels, turned clockwise by `angle` radians about its centre. */
export interface Square {
  readonly center: Point
  readonly side: number
  readonly angle: number
}

/** Where a point of the square's own picture (0 to `size`) lies in the image. */
export function fromSquare({ center, side, angle }: Square, size: number, point: Point): Point {
  const x = (point.x / size - 0.5) * side
  const y = (point.y / size - 0.5) * side
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  return { x: center.x + x * cos - y * sin, y: center.y + x * sin + y * cos }
}

export function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y)
}

export function middle(a: Point, b: Point): Point {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }
}
