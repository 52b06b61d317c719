import { validate } from "./constraints.ts"
import { invalidParameter } from "./errors.ts"
import { MAX_SIDE } from "./image-input.ts"
import { imagePropertiesOutput } from "./image-properties-output.ts"
import { labelOutput } from "./label-output.ts"
import { selectedLabels, type SelectionInput } from "./label-selection.ts"
import type { RekognitionOperation, WithImage } from "./operation.ts"
import { detectLabelsRequest } from "./request-shapes.ts"

/** The version that AWS's own model reports. */
export const LABEL_MODEL_VERSION = "3.0"
const DEFAULT_MAX_COLORS = 10

interface Input extends WithImage, SelectionInput {
  readonly Features?: readonly string[]
  readonly Settings?: SelectionInput["Settings"] & {
    readonly ImageProperties?: { readonly MaxDominantColors?: number }
  }
}

/** https://docs.aws.amazon.com/rekognition/latest/APIReference/API_DetectLabels.html */
export const detectLabels: RekognitionOperation = (sight) => async (input: Input, caller) => {
  validate(input, detectLabelsRequest)
  const { Features = [], Settings: { ImageProperties: { MaxDominantColors = DEFAULT_MAX_COLORS } = {} } = {} } = input
  const wants = (feature: string) => Features.includes(feature)
  const wantsLabels = Features.length === 0 || wants("GENERAL_LABELS")
  if (!wantsLabels) checkWithoutLabels(input)
  const bytes = await sight.readImage(input.Image, caller, MAX_SIDE)
  const [labels, properties] = await Promise.all([
    wantsLabels ? sight.labels(bytes) : [],
    wants("IMAGE_PROPERTIES") ? sight.properties(bytes) : undefined,
  ])
  return {
    Labels: selectedLabels(labels, input).map(labelOutput),
    LabelModelVersion: LABEL_MODEL_VERSION,
    ...(wants("IMAGE_PROPERTIES") ? { ImageProperties: imagePropertiesOutput(properties, MaxDominantColors) } : {}),
  }
}

function checkWithoutLabels(input: Input): void {
  const named = (["MaxLabels", "MinConfidence"] as const).filter((name) => input[name] !== undefined)
  if (named.length > 0) throw invalidParameter(`${named.join(" and ")} without the feature GENERAL_LABELS`)
}
