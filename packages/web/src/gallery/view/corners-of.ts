import type { PhotoFace } from "@darkroom/gallery-api"
import type { Point } from "./zoom.ts"

/** Upright text fills its box but for some jitter; text at two degrees already leaves much of it empty. */
const FILLED = 0.9

/** The corners to draw: the polygon's where it is slanted, else the box's. */
export function cornersOf({ left, top, width, height }: PhotoFace["box"], polygon: readonly Point[] = []): Point[] {
  if (polygon.length > 2 && areaOf(polygon) < FILLED * width * height) return polygon.map(({ x, y }) => ({ x, y }))
  const [right, bottom] = [left + width, top + height]
  return [
    { x: left, y: top },
    { x: right, y: top },
    { x: right, y: bottom },
    { x: left, y: bottom },
  ]
}

/** By the shoelace formula, whichever way round the corners are. */
function areaOf(corners: readonly Point[]): number {
  const doubled = corners.reduce((sum, { x, y }, index) => {
    const next = corners[(index + 1) % corners.length] ?? { x, y }
    return sum + x * next.y - next.x * y
  }, 0)
  return Math.abs(doubled) / 2
}
