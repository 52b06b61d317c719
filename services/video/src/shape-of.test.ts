import type { Stream } from "node-av/lib"
import { expect, it } from "vitest"
import { shapeOf } from "./shape-of.ts"

interface Stored {
  readonly width: number
  readonly height: number
  readonly ratio?: readonly [num: number, den: number]
  /** Of the display matrix: cosine and sine. */
  readonly turned?: readonly [cos: number, sin: number]
}

function stored({ width, height, ratio: [num, den] = [0, 1], turned }: Stored): Stream {
  const matrix = Buffer.alloc(36)
  for (const [index, value] of (turned ?? []).entries()) matrix.writeInt32LE(Math.round(value * 65_536), index * 4)
  const codecpar = { width, height, getCodedSideData: () => (turned ? matrix : null) }
  return { codecpar, sampleAspectRatio: { num, den } } as unknown as Stream
}

it("stretches pixels that are not square, and turns what is shown", () => {
  expect(shapeOf(stored({ width: 1440, height: 1080, ratio: [4, 3] }))).toEqual({
    rotation: 0,
    stretched: { width: 1920, height: 1080 },
    upright: { width: 1920, height: 1080 },
  })
  const upright = { width: 1080, height: 1920 }
  expect(shapeOf(stored({ width: 1440, height: 1080, ratio: [4, 3], turned: [0, 1] }))).toMatchObject({ upright })
})

it.each([
  [[1, 0], 0],
  [[0, 1], 90],
  [[-1, 0], 180],
  [[0, -1], 270],
  [[0.1, 0.99], 90],
] as const)("tells the quarter turn of %j", (turned, rotation) => {
  expect(shapeOf(stored({ width: 4, height: 2, turned })).rotation).toBe(rotation)
})

it("refuses what has no size, and what takes more memory than there is", () => {
  expect(() => shapeOf(stored({ width: 0, height: 10 }))).toThrow("0 x 10")
  expect(() => shapeOf(stored({ width: 16_000, height: 16_000 }))).toThrow("more than 36 megapixels")
  expect(shapeOf(stored({ width: 8192, height: 4320 })).upright.width).toBe(8192)
})
