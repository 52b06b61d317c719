export type { BoundingBox, DetectedInstance, DetectedLabel } from "./detected-label.ts"
export { ImageUndecodable, RecogniserClosed, RecogniserCrashed } from "./errors.ts"
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
