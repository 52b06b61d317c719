import { ImageUndecodable } from "@darkroom/vision"
import { jsonProtocol } from "../json-protocol.ts"
import type { AwsService, Caller, ServiceContext } from "../service.ts"
import type { DetectedLabel } from "./detected-label.ts"
import { invalidImageFormat, recogniserFailed } from "./errors.ts"
import { readImage, type ReadObject } from "./image-input.ts"
import { labelOutput } from "./label-output.ts"
import { labelSelection } from "./label-selection.ts"

export type { DetectedInstance, DetectedLabel } from "./detected-label.ts"
export type { ReadObject } from "./image-input.ts"

export interface RekognitionOptions {
  /** All labels of a PNG or JPEG image. Throws ImageUndecodable for a damaged one; anything else is reported as a fault of the service. */
  readonly detectLabels: (bytes: Uint8Array) => Promise<readonly DetectedLabel[]>
  readonly readObject: ReadObject
}

/** The version that AWS's own model reports. */
const LABEL_MODEL_VERSION = "3.0"

/** Amazon Rekognition: DetectLabels with general labels, by a recogniser that is passed in. */
export function rekognitionService(
  { detectLabels, readObject }: RekognitionOptions,
  _context?: ServiceContext,
): AwsService {
  // oxlint-disable-next-line typescript/no-explicit-any -- unchecked wire input
  async function detect(input: any, caller: Caller) {
    const select = labelSelection(input)
    const bytes = await readImage(input.Image, readObject, caller)
    const labels = await detectLabels(bytes).catch((cause: unknown) => {
      throw cause instanceof ImageUndecodable ? invalidImageFormat({ cause }) : recogniserFailed(cause)
    })
    return { Labels: select(labels).map(labelOutput), LabelModelVersion: LABEL_MODEL_VERSION }
  }
  const operations = { DetectLabels: detect }
  return {
    name: "rekognition",
    operations: Object.keys(operations),
    handle: jsonProtocol("rekognition", operations),
    reset: async () => {},
    close: async () => {},
  }
}
