import {
  ImageArchived,
  ImageCategorized,
  ImageDeleted,
  ImageMoved,
  ImageProcessed,
  ImageRejected,
  ImageReplaced,
  ImageRestored,
  ImageTagged,
  ImageUndecodable,
  ImageUploaded,
  MetadataExtracted,
  ProcessingFailed,
  RecognitionRequested,
  RetryRequested,
  ThumbnailGenerated,
} from "@darkroom/events"
import { on, subscriber } from "@darkroom/lambda"
import { bury, buryReplaced, project } from "./project.ts"

export const handler = subscriber([
  on(ImageUploaded, project),
  on(MetadataExtracted, project),
  on(ImageRejected, project),
  on(ImageTagged, project),
  on(ThumbnailGenerated, project),
  on(ImageUndecodable, project),
  on(ImageCategorized, project),
  on(ImageProcessed, project),
  on(ImageMoved, project),
  on(ImageArchived, project),
  on(ImageRestored, project),
  on(ProcessingFailed, project),
  on(RetryRequested, project),
  on(RecognitionRequested, project),
  on(ImageDeleted, bury),
  on(ImageReplaced, buryReplaced),
])
