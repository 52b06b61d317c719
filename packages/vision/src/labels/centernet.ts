import { decodeStretched } from "../decode-image.ts"
import type { DetectedLabel } from "../detected-label.ts"
import { loadHumanModel } from "../tensorflow.ts"
import { readDetections } from "./detections.ts"
import { toLabels } from "./labels.ts"

/** The model's input is fixed: 512 by 512 pixels, RGB, 0 to 255 as floats. */
const INPUT_SIZE = 512
/** 100 rows of `[x1, y1, x2, y2, score, class]`, best first. */
const OUTPUT = "tower_0/detections"
const ROW = 6

/** Loads centernet. What it gives names the objects in a JPEG or PNG. */
export async function loadLabels(): Promise<(image: Uint8Array) => Promise<DetectedLabel[]>> {
  const run = await loadHumanModel("centernet")
  return async (image) => {
    const pixels = Float32Array.from(await decodeStretched(image, INPUT_SIZE))
    const [values = new Float32Array()] = run(pixels, [1, INPUT_SIZE, INPUT_SIZE, 3], [OUTPUT])
    return toLabels(readDetections(rowsOf(values), INPUT_SIZE))
  }
}

function rowsOf(values: Float32Array): number[][] {
  return Array.from({ length: values.length / ROW }, (_, row) => [...values.subarray(row * ROW, (row + 1) * ROW)])
}
