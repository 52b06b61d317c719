import { systemClock } from "../../clock.ts"
import { type JsonOperation, jsonProtocol } from "../json-protocol.ts"
import type { AwsService, ServiceContext } from "../service.ts"
import { detectFaces } from "./detect-faces.ts"
import { detectLabels } from "./detect-labels.ts"
import { detectModerationLabels } from "./detect-moderation-labels.ts"
import { detectText } from "./detect-text.ts"
import type { ReadObject } from "./image-input.ts"
import type { RekognitionOperation } from "./operation.ts"
import { quotas, type TransactionsPerSecond } from "./quotas.ts"
import { recognizeCelebrities } from "./recognize-celebrities.ts"
import { type Eyes, openSight } from "./sight.ts"

export { withCallMetrics } from "./call-metrics.ts"
export type { DetectedInstance, DetectedLabel } from "./detected-label.ts"
export type { ReadObject } from "./image-input.ts"
export type { TransactionsPerSecond } from "./quotas.ts"
export type { Eyes } from "./sight.ts"

export interface RekognitionOptions {
  readonly recogniser: Eyes
  readonly readObject: ReadObject
  /** Calls above it are refused. Default: no limit. */
  readonly transactionsPerSecond?: TransactionsPerSecond
}

const OPERATIONS: Readonly<Record<string, RekognitionOperation>> = {
  DetectFaces: detectFaces,
  DetectLabels: detectLabels,
  DetectModerationLabels: detectModerationLabels,
  DetectText: detectText,
  RecognizeCelebrities: recognizeCelebrities,
}

/** Amazon Rekognition for images, by a recogniser that is passed in. https://docs.aws.amazon.com/rekognition/latest/APIReference/ */
export function rekognitionService(
  { recogniser, readObject, transactionsPerSecond }: RekognitionOptions,
  { clock = systemClock }: Partial<Pick<ServiceContext, "clock">> = {},
): AwsService {
  const sight = openSight(recogniser, readObject)
  const count = quotas(transactionsPerSecond, clock)
  const counted = ([name, operation]: [string, RekognitionOperation]): [string, JsonOperation] => {
    const run = operation(sight)
    return [name, async (input, caller) => (count(name), await run(input, caller))]
  }
  const operations = Object.fromEntries(Object.entries(OPERATIONS).map(counted))
  return {
    name: "rekognition",
    operations: Object.keys(operations),
    handle: jsonProtocol("rekognition", operations),
    reset: async () => {},
    close: async () => {},
  }
}
