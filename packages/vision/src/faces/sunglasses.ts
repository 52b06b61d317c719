import type { Pixels } from "../decode-image.ts"
import { lumaAt } from "../properties/quality.ts"
import type { Point } from "../seen.ts"
import { distance, middle } from "./geometry.ts"
import { pointAt } from "./landmarks.ts"

/** The eyes' places have no more than this part of the cheeks' brightness: so had all of 7 wearers and none of 100 others, by little (0.39 and 0.42). */
const DARK = 0.4
const CHEEKS = [50, 280, 205, 425]
/** Radii as parts of the distance between the eyes' outer corners. */
const [EYE_RADIUS, CHEEK_RADIUS] = [0.13, 0.08]
/** Samples along a radius. */
const SAMPLES = 6

/** How bright the eyes' places are beside the cheeks. */
export function eyeBrightness(pixels: Pixels, points: readonly Point[]): number {
  const at = (index: number) => pointAt(points, index)
  const span = distance(at(33), at(263))
  const eyes = [middle(at(33), at(133)), middle(at(362), at(263))].map((eye) => disc(pixels, eye, span * EYE_RADIUS))
  const cheeks = CHEEKS.map((index) => disc(pixels, at(index), span * CHEEK_RADIUS))
  return mean(eyes) / Math.max(1, mean(cheeks))
}

/** The farther from the limit the surer, which is no probability. */
export function sunglassesOf(brightness: number): { value: boolean; confidence: number } {
  const margin = Math.min(1, Math.abs(brightness - DARK) / DARK)
  return { value: brightness < DARK, confidence: 50 + 50 * margin }
}

function disc(pixels: Pixels, center: Point, radius: number): number {
  const values: number[] = []
  for (let j = -SAMPLES; j <= SAMPLES; j++) {
    for (let i = -SAMPLES; i <= SAMPLES; i++) {
      if (i * i + j * j > SAMPLES * SAMPLES) continue
      values.push(lumaNear(pixels, center.x + (i * radius) / SAMPLES, center.y + (j * radius) / SAMPLES))
    }
  }
  return mean(values)
}

function lumaNear({ data, width, height }: Pixels, x: number, y: number): number {
  const column = Math.max(0, Math.min(width - 1, Math.round(x)))
  const row = Math.max(0, Math.min(height - 1, Math.round(y)))
  return lumaAt(data, (row * width + column) * 3)
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
