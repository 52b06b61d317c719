import { expect, it } from "vitest"
import { yccToRgb } from "./ycc-to-rgb.ts"

const planes = (y: number, cb: number, cr: number) => [y, cb, cr].map((value) => Uint8Array.of(value))
const rgb = (y: number, cb: number, cr: number, matrix = 6, fullRange = true) => [
  ...yccToRgb(planes(y, cb, cr), { matrix, fullRange }),
]

it("keeps grey grey", () => {
  expect(rgb(77, 128, 128)).toEqual([77, 77, 77])
  expect(rgb(77, 128, 128, 1)).toEqual([77, 77, 77])
})

it.each([
  [6, 76, 85, 255],
  [1, 54, 99, 255],
  [9, 67, 92, 255],
])("makes red of matrix %i", (matrix, y, cb, cr) => {
  const [red, green, blue] = rgb(y, cb, cr, matrix)
  expect(red).toBeGreaterThan(250)
  expect(green).toBeLessThan(4)
  expect(blue).toBeLessThan(4)
})

it("stretches limited range", () => {
  expect(rgb(16, 128, 128, 1, false)).toEqual([0, 0, 0])
  expect(rgb(235, 128, 128, 1, false)).toEqual([255, 255, 255])
})
