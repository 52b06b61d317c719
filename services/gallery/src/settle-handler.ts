import {
  ImageDeleted,
  ImageRejected,
  ImageReplaced,
  ImageUploaded,
  VideoRejected,
  VideoUploaded,
} from "@darkroom/events"
import { on, subscriber } from "@darkroom/lambda"
import { forgetDeleted, forgetReplaced, settleUpload } from "./settle.ts"

export const handler = subscriber([
  on(ImageUploaded, settleUpload),
  on(ImageRejected, settleUpload),
  on(VideoUploaded, settleUpload),
  on(VideoRejected, settleUpload),
  on(ImageDeleted, forgetDeleted),
  on(ImageReplaced, forgetReplaced),
])
