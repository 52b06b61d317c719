import {
  BackfillCompleted,
  ImageCategorized,
  ImageDeleted,
  ImageMoved,
  ImageProcessed,
  ImageRejected,
  ImageStalled,
  ImageTagged,
  ImageUploaded,
  MetadataExtracted,
  ProcessingFailed,
  ThumbnailGenerated,
  VideoMetadataExtracted,
  VideoRejected,
  VideoTagged,
  VideoUploaded,
} from "@darkroom/events"
import { on, subscriber } from "@darkroom/lambda"
import { notify } from "./notify.ts"

export const handler = subscriber([
  on(ImageUploaded, notify),
  on(MetadataExtracted, notify),
  on(ThumbnailGenerated, notify),
  on(ImageTagged, notify),
  on(ImageCategorized, notify),
  on(ImageProcessed, notify),
  on(ImageMoved, notify),
  on(ImageRejected, notify),
  on(ProcessingFailed, notify),
  on(ImageStalled, notify),
  on(ImageDeleted, notify),
  on(VideoUploaded, notify),
  on(VideoMetadataExtracted, notify),
  on(VideoRejected, notify),
  on(VideoTagged, notify),
  on(BackfillCompleted, notify),
])
