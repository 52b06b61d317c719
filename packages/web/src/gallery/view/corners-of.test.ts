import { expect, it } from "vitest"
import { cornersOf } from "./corners-of.ts"

const box = { left: 0.1, top: 0.2, width: 0.5, height: 0.1 }
const corners = [
  { x: 0.1, y: 0.2 },
  { x: 0.6, y: 0.2 },
  { x: 0.6, y: 0.30000000000000004 },
  { x: 0.1, y: 0.30000000000000004 },
]

it("has the box's corners where there is no polygon, or one that is as good as the box", () => {
  expect(cornersOf(box)).toEqual(corners)
  expect(cornersOf(box, [])).toEqual(corners)
  const jitter = corners.map(({ x, y }, index) => ({ x, y: y + (index % 2) * 0.001 }))
  expect(cornersOf(box, jitter)).toEqual(corners)
  // Text that runs downwards is upright too.
  expect(cornersOf(box, corners.toReversed())).toEqual(corners)
})

it("has the polygon's corners where it is slanted, whichever way round they are", () => {
  const slanted = [
    { x: 0.1, y: 0.24 },
    { x: 0.6, y: 0.2 },
    { x: 0.6, y: 0.26 },
    { x: 0.1, y: 0.3 },
  ]
  expect(cornersOf(box, slanted)).toEqual(slanted)
  expect(cornersOf(box, slanted.toReversed())).toEqual(slanted.toReversed())
})
