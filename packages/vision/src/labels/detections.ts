import type { BoundingBox } from "../detected-label.ts"
import { MINIMUM_SCORE } from "./calibration.ts"

/** One find of the model. `classIndex` is 0 to 79, in the order of `cocoClasses`; `score` is raw, 0 to 1. */
export interface Detection {
  classIndex: number
  score: number
  box: BoundingBox
}

/** Two boxes of one class that overlap more than this (intersection over union) are one object. */
const SAME_CLASS_OVERLAP = 0.5
/** Two boxes of different classes need to be nearly the same box to be one object under two names. */
const OTHER_CLASS_OVERLAP = 0.8

/**
 * Turns the model's rows `[x1, y1, x2, y2, score, class]` (pixels of the model's input, best score first) into
 * detections with relative boxes, without noise and without duplicates.
 */
export function readDetections(rows: readonly (readonly number[])[], inputSize: number): Detection[] {
  const kept: Detection[] = []
  for (const row of rows) {
    const detection = readRow(row, inputSize)
    if (detection && !kept.some((better) => isSameObject(better, detection))) kept.push(detection)
  }
  return kept
}

function readRow(row: readonly number[], inputSize: number): Detection | undefined {
  const [x1 = 0, y1 = 0, x2 = 0, y2 = 0, score = 0, classIndex = 0] = row
  // The model lets boxes stick out of the image a little.
  const left = clamp(x1 / inputSize)
  const top = clamp(y1 / inputSize)
  const box = { left, top, width: clamp(x2 / inputSize) - left, height: clamp(y2 / inputSize) - top }
  if (!(score >= MINIMUM_SCORE) || box.width <= 0 || box.height <= 0) return undefined
  return { classIndex, score: Math.min(score, 1), box }
}

function isSameObject(a: Detection, b: Detection): boolean {
  const limit = a.classIndex === b.classIndex ? SAME_CLASS_OVERLAP : OTHER_CLASS_OVERLAP
  return overlap(a.box, b.box) > limit
}

/** Intersection over union, 0 (apart) to 1 (the same box). */
export function overlap(a: BoundingBox, b: BoundingBox): number {
  const width = Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left)
  const height = Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top)
  if (width <= 0 || height <= 0) return 0
  const shared = width * height
  return shared / (a.width * a.height + b.width * b.height - shared)
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value))
}
