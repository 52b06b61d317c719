export type { BoundingBox, DetectedInstance, DetectedLabel } from "./detected-label.ts"
export {
  ImageUndecodable,
  RecogniserClosed,
  RecogniserCrashed,
  VideoReaderCrashed,
  VideoUndecodable,
} from "./errors.ts"
export { createRecogniser } from "./recogniser.ts"
export type { Recogniser, RecogniserOptions } from "./recogniser.ts"
export { sampleImagePath } from "./sample-image.ts"
export type {
  DetectedFace,
  DominantColor,
  ImageProperties,
  ImageQuality,
  Point,
  Seeing,
  SeenModeration,
  SeenText,
} from "./seen.ts"
export { openVideo, type OpenedVideo } from "./video/open-video.ts"
export { probeVideo, sampleVideo } from "./video/sample-video.ts"
export type { SampleOptions, VideoFrame, VideoInfo } from "./video/video-info.ts"
