import { ImageDeleted, ImageReplaced, VideoUploaded } from "@darkroom/events"
import { on, subscriber } from "@darkroom/lambda"
import { forgetDeleted, forgetReplaced } from "./forget.ts"
import { inspectVideo } from "./inspect-video.ts"

export const handler = subscriber([
  on(VideoUploaded, inspectVideo),
  on(ImageDeleted, forgetDeleted),
  on(ImageReplaced, forgetReplaced),
])
