import type { BoundingBox, Point } from "@darkroom/vision"

export function boxOutput({ left, top, width, height }: Readonly<BoundingBox>) {
  return { Width: width, Height: height, Left: left, Top: top }
}

export function pointOutput({ x, y }: Point) {
  return { X: x, Y: y }
}
