/** A square of the image, in its pixels; it may stick out of it. */
export interface FaceWindow {
  readonly left: number
  readonly top: number
  readonly side: number
}

/** The detector sees a window at 256 pixels: of a smaller one there is nothing more to see. */
const SMALLEST = 256
/** Neighbours share at least this part of their side, so that a face on the border of one is inside another. */
const SHARED = 0.3

/** The whole image, and squares of half its longer side: with these, faces of 40 pixels in 1920 are found, Rekognition's limit. */
export function faceWindows(width: number, height: number): FaceWindow[] {
  const longer = Math.max(width, height)
  const half = Math.ceil(longer / 2)
  return [longer, half]
    .filter((side, level) => level === 0 || side >= SMALLEST)
    .flatMap((side) => starts(height, side).flatMap((top) => starts(width, side).map((left) => ({ left, top, side }))))
}

function starts(length: number, side: number): number[] {
  if (length <= side) return [(length - side) / 2]
  const steps = Math.ceil((length - side) / (side * (1 - SHARED)))
  return Array.from({ length: steps + 1 }, (_, step) => ((length - side) * step) / steps)
}
