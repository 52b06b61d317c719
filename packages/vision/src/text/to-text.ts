import { hullOf, relativePoint } from "../relative.ts"
import type { Point, SeenText } from "../seen.ts"
import type { Box, ReadLine } from "./legible.ts"

/** Degrees clockwise by which the picture was turned before it was read. */
export type Turn = 0 | 90 | 270

interface Size {
  readonly width: number
  readonly height: number
}

/**
 * Lines, from top to bottom as they were read, then the words of them all, in fractions of the upright picture. `size` is
 * the upright picture's, in the pixels of the boxes. A polygon begins with the upper left corner of the text as it is read.
 */
export function toText(lines: readonly ReadLine[], turn: Turn, size: Size): SeenText[] {
  const sorted = lines
    .map(({ words }) => ({ words, box: around(words.map(({ bbox }) => bbox)) }))
    .sort((a, b) => a.box.y0 - b.box.y0 || a.box.x0 - b.box.x0)
  const ofLines = sorted.map(({ words, box }, id): SeenText => {
    const confidence = words.reduce((sum, word) => sum + word.confidence, 0) / words.length
    const text = words.map((word) => word.text).join(" ")
    return { id, type: "LINE", text, confidence, ...placeOf(box, turn, size) }
  })
  const words = sorted.flatMap((line, parentId) => line.words.map((word) => ({ ...word, parentId })))
  const ofWords = words.map(({ text, confidence, bbox, parentId }, index): SeenText => {
    return { id: sorted.length + index, parentId, type: "WORD", text, confidence, ...placeOf(bbox, turn, size) }
  })
  return [...ofLines, ...ofWords]
}

function around(boxes: readonly Box[]): Box {
  return {
    x0: Math.min(...boxes.map(({ x0 }) => x0)),
    y0: Math.min(...boxes.map(({ y0 }) => y0)),
    x1: Math.max(...boxes.map(({ x1 }) => x1)),
    y1: Math.max(...boxes.map(({ y1 }) => y1)),
  }
}

function placeOf({ x0, y0, x1, y1 }: Box, turn: Turn, size: Size): Pick<SeenText, "boundingBox" | "polygon"> {
  const corners = [
    { x: x0, y: y0 },
    { x: x1, y: y0 },
    { x: x1, y: y1 },
    { x: x0, y: y1 },
  ].map((corner) => uprightPoint(corner, turn, size))
  return { boundingBox: hullOf(corners, size), polygon: corners.map((corner) => relativePoint(corner, size)) }
}

/** From the picture that was turned to the upright one. */
function uprightPoint({ x, y }: Point, turn: Turn, { width, height }: Size): Point {
  if (turn === 90) return { x: y, y: height - x }
  if (turn === 270) return { x: width - y, y: x }
  return { x, y }
}
