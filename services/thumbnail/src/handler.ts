import { ImageDeleted, ImageReplaced, MetadataExtracted } from "@darkroom/events"
import { on, subscriber } from "@darkroom/lambda"
import { removeRenditions, removeReplaced } from "./remove-renditions.ts"
import { renderThumbnails } from "./render-thumbnails.ts"

export const handler = subscriber([
  on(MetadataExtracted, renderThumbnails),
  on(ImageDeleted, removeRenditions),
  on(ImageReplaced, removeReplaced),
])
