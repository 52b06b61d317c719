import type { Pixels } from "../decode-image.ts"
import { fromSquare, type Square } from "./geometry.ts"

/** Samples a side that one pixel of the cut is the mean of, at most. */
const MOST_SAMPLES = 8

/** The square of an RGB image as `size` by `size` RGB values of 0 to 255, upright. Black where it sticks out. */
export function cutSquare(pixels: Pixels, square: Square, size: number): Float32Array {
  const samples = Math.max(1, Math.min(MOST_SAMPLES, Math.round(square.side / size)))
  const cut = new Float32Array(size * size * 3)
  for (let y = 0, at = 0; y < size; y++) {
    for (let x = 0; x < size; x++, at += 3) {
      for (let j = 0; j < samples; j++) {
        for (let i = 0; i < samples; i++) {
          const place = { x: x + (i + 0.5) / samples, y: y + (j + 0.5) / samples }
          const { x: column, y: row } = fromSquare(square, size, place)
          addPixel(cut, at, pixels, column - 0.5, row - 0.5, 1 / (samples * samples))
        }
      }
    }
  }
  return cut
}

/** Adds what the image has between four pixels. */
function addPixel(sum: Float32Array, at: number, pixels: Pixels, x: number, y: number, weight: number): void {
  const [left, top] = [Math.floor(x), Math.floor(y)]
  for (let corner = 0; corner < 4; corner++) {
    const [column, row] = [left + (corner & 1), top + (corner >> 1)]
    if (column < 0 || row < 0 || column >= pixels.width || row >= pixels.height) continue
    const share = weight * (1 - Math.abs(x - column)) * (1 - Math.abs(y - row))
    const from = (row * pixels.width + column) * 3
    for (let channel = 0; channel < 3; channel++) sum[at + channel]! += share * (pixels.data[from + channel] ?? 0)
  }
}
