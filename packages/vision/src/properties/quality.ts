import type { Pixels } from "../decode-image.ts"
import type { ImageQuality } from "../seen.ts"

/**
 * Of RGB bytes: brightness is the mean of the luma, contrast its standard deviation (100: half black, half white), and
 * sharpness the logarithm of the variance of its Laplacian. 0 to 100 each, comparable only between images of one size.
 */
export function qualityOf(pixels: Pixels): ImageQuality {
  const luma = lumaOf(pixels)
  const { mean, variance } = spread(luma)
  return {
    brightness: mean / 2.55,
    contrast: percent(Math.sqrt(variance) / 127.5),
    sharpness: percent(Math.log10(1 + spread(laplacian(luma, pixels)).variance) / 4),
  }
}

function lumaOf({ data, width, height }: Pixels): Float32Array {
  const luma = new Float32Array(width * height)
  for (let pixel = 0, at = 0; pixel < luma.length; pixel++, at += 3) luma[pixel] = lumaAt(data, at)
  return luma
}

/** Of the RGB pixel whose red byte is there, 0 to 255. */
export function lumaAt(data: Uint8Array, at: number): number {
  return 0.299 * (data[at] ?? 0) + 0.587 * (data[at + 1] ?? 0) + 0.114 * (data[at + 2] ?? 0)
}

/** Of the pixels that have a neighbour on each side. */
function laplacian(luma: Float32Array, { width, height }: Pixels): number[] {
  const values: number[] = []
  const at = (index: number) => luma[index] ?? 0
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const here = y * width + x
      values.push(4 * at(here) - at(here - 1) - at(here + 1) - at(here - width) - at(here + width))
    }
  }
  return values
}

function spread(values: ArrayLike<number>): { mean: number; variance: number } {
  const list = Array.from(values)
  const count = Math.max(1, list.length)
  const mean = list.reduce((sum, value) => sum + value, 0) / count
  return { mean, variance: list.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count }
}

function percent(share: number): number {
  return 100 * Math.min(1, Math.max(0, share))
}
