import { ImageDeleted, ImageReplaced, MetadataExtracted, RecognitionRequested } from "@darkroom/events"
import { on, subscriber } from "@darkroom/lambda"
import { forgetDeleted, forgetReplaced } from "./forget.ts"
import { tagAgain, tagImage } from "./tag-image.ts"

export const handler = subscriber([
  on(MetadataExtracted, tagImage),
  on(RecognitionRequested, tagAgain),
  on(ImageDeleted, forgetDeleted),
  on(ImageReplaced, forgetReplaced),
])
