import type { SeenText } from "@darkroom/vision"
import { validate } from "./constraints.ts"
import { boxOutput, pointOutput } from "./geometry-output.ts"
import type { RekognitionOperation, WithImage } from "./operation.ts"
import { detectTextRequest } from "./request-shapes.ts"
import { type TextFilters, textSelection } from "./text-filters.ts"

/** The version that AWS's own model reports. */
export const TEXT_MODEL_VERSION = "3.0"

interface Input extends WithImage {
  readonly Filters?: TextFilters
}

/** https://docs.aws.amazon.com/rekognition/latest/APIReference/API_DetectText.html */
export const detectText: RekognitionOperation = (sight) => async (input: Input, caller) => {
  validate(input, detectTextRequest)
  const select = textSelection(input.Filters ?? {})
  const text = await sight.text(await sight.readImage(input.Image, caller))
  return { TextDetections: select(text).map(textOutput), TextModelVersion: TEXT_MODEL_VERSION }
}

export function textOutput({ id, parentId, type, text, confidence, boundingBox, polygon }: SeenText) {
  return {
    DetectedText: text,
    Type: type,
    Id: id,
    ...(parentId === undefined ? {} : { ParentId: parentId }),
    Confidence: confidence,
    Geometry: { BoundingBox: boxOutput(boundingBox), Polygon: polygon.map(pointOutput) },
  }
}
