import sharp from "sharp"
import type { Pixels } from "../decode-image.ts"
import { overlap } from "../labels/detections.ts"
import type { Point } from "../seen.ts"
import { loadHumanModel } from "../tensorflow.ts"
import { type FaceWindow, faceWindows } from "./face-windows.ts"

/** Perhaps a face, in pixels of the image. `score` is raw, 0 to 1. */
export interface Candidate {
  readonly score: number
  readonly box: { left: number; top: number; width: number; height: number }
  /** As they lie in the image: the left one first. */
  readonly eyes: readonly [Point, Point]
}

const INPUT_SIZE = 256
const MINIMUM_SCORE = 0.5
/** Two candidates that overlap more than this (intersection over union) are one face. */
const SAME_FACE_OVERLAP = 0.3
/** Of a candidate: the centre and the sides of its box, then six key points of which the first two are the eyes. */
const ROW = 16
/** Logits and rows for the finer anchors, then for the coarser ones. */
const OUTPUTS = ["Identity:0", "Identity_2:0", "Identity_1:0", "Identity_3:0"]
/** Where each row's coordinates start. */
const anchors: readonly Point[] = [...grid(16, 2), ...grid(32, 6)]

/** Loads blazeface, which is said to find faces that look at the camera. Surest first. */
export async function loadFaceDetector(): Promise<(pixels: Pixels) => Promise<Candidate[]>> {
  const run = await loadHumanModel("blazeface")
  return async (pixels) => {
    const found: Candidate[] = []
    for (const window of faceWindows(pixels.width, pixels.height)) {
      const input = Float32Array.from(await cutWindow(pixels, window), (value) => value / 127.5 - 1)
      const outputs = run(input, [1, INPUT_SIZE, INPUT_SIZE, 3], OUTPUTS)
      found.push(...readCandidates(outputs, window))
    }
    return withoutDuplicates(found)
  }
}

function grid(stride: number, perCell: number): Point[] {
  const cells = INPUT_SIZE / stride
  return Array.from({ length: cells * cells * perCell }, (_, index) => {
    const cell = Math.floor(index / perCell)
    return { x: ((cell % cells) + 0.5) * stride, y: (Math.floor(cell / cells) + 0.5) * stride }
  })
}

function readCandidates(
  [fineLogits, fineRows, coarseLogits, coarseRows]: Float32Array[],
  window: FaceWindow,
): Candidate[] {
  const logits = [...(fineLogits ?? []), ...(coarseLogits ?? [])]
  const rows = Float32Array.of(...(fineRows ?? []), ...(coarseRows ?? []))
  return logits.flatMap((logit, index) => {
    const score = 1 / (1 + Math.exp(-logit))
    const anchor = anchors[index]
    return score < MINIMUM_SCORE || !anchor ? [] : [readRow(score, anchor, rows.subarray(index * ROW), window)]
  })
}

function readRow(score: number, anchor: Point, row: Float32Array, { left, top, side }: FaceWindow): Candidate {
  const scale = side / INPUT_SIZE
  const place = (at: number): Point => ({
    x: left + ((row[at] ?? 0) + anchor.x) * scale,
    y: top + ((row[at + 1] ?? 0) + anchor.y) * scale,
  })
  const [width, height] = [(row[2] ?? 0) * scale, (row[3] ?? 0) * scale]
  const center = place(0)
  const box = { left: center.x - width / 2, top: center.y - height / 2, width, height }
  return { score, box, eyes: [place(4), place(6)] }
}

function withoutDuplicates(candidates: readonly Candidate[]): Candidate[] {
  const kept: Candidate[] = []
  for (const candidate of candidates.toSorted((a, b) => b.score - a.score)) {
    if (!kept.some(({ box }) => overlap(box, candidate.box) > SAME_FACE_OVERLAP)) kept.push(candidate)
  }
  return kept
}

/** The window at the detector's size; black where it sticks out. */
async function cutWindow({ data, width, height }: Pixels, window: FaceWindow): Promise<Uint8Array> {
  const left = Math.max(0, Math.floor(window.left))
  const top = Math.max(0, Math.floor(window.top))
  const part = { left, top, width: Math.min(window.side, width - left), height: Math.min(window.side, height - top) }
  const scale = INPUT_SIZE / window.side
  const scaled = (length: number) => Math.min(INPUT_SIZE, Math.max(1, Math.round(length * scale)))
  const inner = { width: scaled(part.width), height: scaled(part.height) }
  const before = {
    left: Math.min(INPUT_SIZE - inner.width, Math.max(0, Math.round((left - window.left) * scale))),
    top: Math.min(INPUT_SIZE - inner.height, Math.max(0, Math.round((top - window.top) * scale))),
  }
  return await sharp(data, { raw: { width, height, channels: 3 } })
    .extract(part)
    .resize({ ...inner, fit: "fill" })
    .extend({
      ...before,
      right: INPUT_SIZE - inner.width - before.left,
      bottom: INPUT_SIZE - inner.height - before.top,
      background: "#000",
    })
    .raw()
    .toBuffer()
}
