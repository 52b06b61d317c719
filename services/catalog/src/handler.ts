import {
  ImageDeleted,
  ImageProcessed,
  ImageRejected,
  ImageTagged,
  ImageUndecodable,
  ImageUploaded,
  MetadataExtracted,
  ProcessingFailed,
  ThumbnailGenerated,
} from "@darkroom/events"
import { on, subscriber } from "@darkroom/lambda"
import { bury, project, projectUpload } from "./project.ts"

export const handler = subscriber([
  on(ImageUploaded, projectUpload),
  on(MetadataExtracted, project),
  on(ImageRejected, project),
  on(ImageTagged, project),
  on(ThumbnailGenerated, project),
  on(ImageUndecodable, project),
  on(ImageProcessed, project),
  on(ProcessingFailed, project),
  on(ImageDeleted, bury),
])
