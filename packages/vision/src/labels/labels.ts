import { confidenceOf } from "./calibration.ts"
import type { DetectedInstance, DetectedLabel } from "../detected-label.ts"
import type { Detection } from "./detections.ts"
import { cocoClasses } from "./coco-classes.ts"
import { ancestorsOf, taxonomy } from "./taxonomy.ts"
import type { LabelName } from "./taxonomy.ts"

/**
 * Names what the model found as Rekognition does: a label per kind of object with its instances, and every ancestor as
 * a label of its own, without instances and as sure as its surest child. Most confident first, then by name.
 */
export function toLabels(detections: readonly Detection[]): DetectedLabel[] {
  const labels = new Map<LabelName, DetectedLabel>()
  for (const { classIndex, score, box } of detections) {
    const name = cocoClasses[classIndex]?.[1]
    if (!name) continue
    const instance = { confidence: confidenceOf(score), boundingBox: box }
    raise(labels, name, instance.confidence).instances.push(instance)
    for (const ancestor of ancestorsOf(name)) raise(labels, ancestor, instance.confidence)
  }
  for (const label of labels.values()) label.instances.sort(byConfidence)
  return [...labels.values()].sort((a, b) => byConfidence(a, b) || (a.name < b.name ? -1 : 1))
}

function raise(labels: Map<LabelName, DetectedLabel>, name: LabelName, confidence: number): DetectedLabel {
  const label = labels.get(name) ?? emptyLabel(name)
  label.confidence = Math.max(label.confidence, confidence)
  labels.set(name, label)
  return label
}

function emptyLabel(name: LabelName): DetectedLabel {
  const { category, aliases } = taxonomy[name]
  return {
    name,
    confidence: 0,
    parents: ancestorsOf(name),
    categories: [category],
    aliases: [...aliases],
    instances: [],
  }
}

function byConfidence(a: Pick<DetectedInstance, "confidence">, b: Pick<DetectedInstance, "confidence">): number {
  return b.confidence - a.confidence
}
