import type { BoundingBox, Point } from "@darkroom/vision"
import { invalidParameter } from "./errors.ts"

export interface RegionInput {
  readonly BoundingBox?: {
    readonly Width?: number
    readonly Height?: number
    readonly Left?: number
    readonly Top?: number
  }
  readonly Polygon?: readonly { readonly X?: number; readonly Y?: number }[]
}

/** The corners of a region of interest. Throws InvalidParameterException for one without an area. */
export function regionCorners({ BoundingBox, Polygon }: RegionInput): Point[] {
  if (BoundingBox) {
    const { Left = 0, Top = 0, Width = 0, Height = 0 } = BoundingBox
    return [
      { x: Left, y: Top },
      { x: Left + Width, y: Top },
      { x: Left + Width, y: Top + Height },
      { x: Left, y: Top + Height },
    ]
  }
  if (Polygon === undefined || Polygon.length < 3)
    throw invalidParameter("a region of interest needs a BoundingBox, or a Polygon of three points or more")
  return Polygon.map(({ X = 0, Y = 0 }) => ({ x: X, y: Y }))
}

/** How much of the box the region covers, 0 to 1: the region is clipped to the box, side by side (Sutherland and Hodgman). */
export function coveredShare({ left, top, width, height }: Readonly<BoundingBox>, corners: readonly Point[]): number {
  const inside = [
    ({ x }: Point) => x - left,
    ({ x }: Point) => left + width - x,
    ({ y }: Point) => y - top,
    ({ y }: Point) => top + height - y,
  ]
  const clipped = inside.reduce<readonly Point[]>(clip, corners)
  return width * height === 0 ? 0 : area(clipped) / (width * height)
}

/** What of the polygon is on the side where `distance` is not negative. */
function clip(corners: readonly Point[], distance: (point: Point) => number): Point[] {
  return corners.flatMap((corner, index) => {
    const before = corners.at(index - 1)!
    const [from, to] = [distance(before), distance(corner)]
    const kept = to >= 0 ? [corner] : []
    return from < 0 === to < 0 ? kept : [between(before, corner, from / (from - to)), ...kept]
  })
}

function between(one: Point, other: Point, share: number): Point {
  return { x: one.x + (other.x - one.x) * share, y: one.y + (other.y - one.y) * share }
}

function area(corners: readonly Point[]): number {
  const doubled = corners.map((corner, index) => {
    const before = corners.at(index - 1)!
    return before.x * corner.y - corner.x * before.y
  })
  return Math.abs(doubled.reduce((sum, each) => sum + each, 0)) / 2
}
