import { openVideo as openByFfmpeg } from "@darkroom/vision"
import { systemClock } from "../../clock.ts"
import { openStore } from "../../store.ts"
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
import type { VideoJob } from "./video/job.ts"
import { type VideoOptions, videoOperations } from "./video/video-operations.ts"

export { withCallMetrics } from "./call-metrics.ts"
export type { DetectedInstance, DetectedLabel } from "./detected-label.ts"
export type { ReadObject } from "./image-input.ts"
export type { TransactionsPerSecond } from "./quotas.ts"
export type { NotificationChannel, VideoJob } from "./video/job.ts"
export type { OpenVideo, PlayedVideo } from "./video/watch-video.ts"
export type { OpenObject } from "./video/open-object.ts"
export type { Eyes } from "./sight.ts"

export interface RekognitionOptions extends Omit<VideoOptions, "openVideo"> {
  readonly recogniser: Eyes
  readonly readObject: ReadObject
  /** Calls above it are refused. Default: no limit. */
  readonly transactionsPerSecond?: TransactionsPerSecond
}

export interface RekognitionService extends AwsService {
  /** Of videos, oldest first, as long as they are kept. */
  videoJobs(): VideoJob[]
  /** Resolves when no job is left to be done. */
  idle(): Promise<void>
}

const OPERATIONS: Readonly<Record<string, RekognitionOperation>> = {
  DetectFaces: detectFaces,
  DetectLabels: detectLabels,
  DetectModerationLabels: detectModerationLabels,
  DetectText: detectText,
  RecognizeCelebrities: recognizeCelebrities,
}

/** Amazon Rekognition for images and stored videos, by a recogniser that is passed in. https://docs.aws.amazon.com/rekognition/latest/APIReference/ */
export function rekognitionService(
  { recogniser, readObject, transactionsPerSecond, ...video }: RekognitionOptions,
  { clock = systemClock, store = openStore() }: Partial<Pick<ServiceContext, "clock" | "store">> = {},
): RekognitionService {
  const sight = openSight(recogniser, readObject)
  const openVideo = (path: string) => (recogniser.openVideo ? recogniser.openVideo(path) : openByFfmpeg(path))
  const videos = videoOperations({ ...video, openVideo }, sight, store, clock)
  const count = quotas(transactionsPerSecond, clock)
  const counted = ([name, run]: [string, JsonOperation]): [string, JsonOperation] => {
    return [name, async (input, ...rest) => (count(name), await run(input, ...rest))]
  }
  const ofImages = Object.entries(OPERATIONS).map(([name, of]): [string, JsonOperation] => [name, of(sight)])
  const operations = Object.fromEntries([...ofImages, ...Object.entries(videos.operations)].map(counted))
  return {
    name: "rekognition",
    operations: Object.keys(operations),
    handle: jsonProtocol("rekognition", operations),
    videoJobs: videos.jobs,
    idle: videos.idle,
    reset: videos.reset,
    close: videos.close,
  }
}
