import type { SeenModeration } from "@darkroom/vision"
import { validate } from "./constraints.ts"
import { resourceNotFound } from "./errors.ts"
import { MAX_SIDE } from "./image-input.ts"
import type { RekognitionOperation, WithImage } from "./operation.ts"
import { detectModerationLabelsRequest } from "./request-shapes.ts"

const DEFAULT_MIN_CONFIDENCE = 50
/** Of the taxonomy whose names the recogniser gives. */
export const MODERATION_MODEL_VERSION = "7.0"

interface Input extends WithImage {
  readonly MinConfidence?: number
  readonly HumanLoopConfig?: { readonly FlowDefinitionArn: string }
  readonly ProjectVersion?: string
}

/** https://docs.aws.amazon.com/rekognition/latest/APIReference/API_DetectModerationLabels.html */
export const detectModerationLabels: RekognitionOperation = (sight) => async (input: Input, caller) => {
  validate(input, detectModerationLabelsRequest)
  const { MinConfidence = DEFAULT_MIN_CONFIDENCE, HumanLoopConfig, ProjectVersion } = input
  const resource = HumanLoopConfig?.FlowDefinitionArn ?? ProjectVersion
  if (resource !== undefined) throw resourceNotFound(resource)
  const labels = await sight.moderation(await sight.readImage(input.Image, caller, MAX_SIDE))
  return {
    ModerationLabels: labels.filter(({ confidence }) => confidence >= MinConfidence).map(moderationOutput),
    ModerationModelVersion: MODERATION_MODEL_VERSION,
    ContentTypes: [],
  }
}

export function moderationOutput({ name, parentName, taxonomyLevel, confidence }: SeenModeration) {
  return { Confidence: confidence, Name: name, ParentName: parentName, TaxonomyLevel: taxonomyLevel }
}
