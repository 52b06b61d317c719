import {
  ImageDeleted,
  ImageProcessed,
  ImageRejected,
  ImageReplaced,
  ImageTagged,
  ImageUndecodable,
  ImageUploaded,
  MetadataExtracted,
  ProcessingFailed,
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
  on(ImageProcessed, project),
  on(ProcessingFailed, project),
  on(RetryRequested, project),
  on(ImageDeleted, bury),
  on(ImageReplaced, buryReplaced),
])
