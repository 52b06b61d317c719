import type { DetectedInstance, DetectedLabel } from "./detected-label.ts"
import { boxOutput } from "./geometry-output.ts"

export function labelOutput({ name, confidence, parents, categories, aliases, instances }: DetectedLabel) {
  return {
    Name: name,
    Confidence: confidence,
    Instances: instances.map(instanceOutput),
    Parents: parents.map(named),
    Aliases: aliases.map(named),
    Categories: categories.map(named),
  }
}

function instanceOutput({ confidence, boundingBox }: DetectedInstance) {
  return { BoundingBox: boxOutput(boundingBox), Confidence: confidence }
}

function named(name: string) {
  return { Name: name }
}
