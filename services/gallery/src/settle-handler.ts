import { ImageDeleted, ImageRejected, ImageReplaced, ImageUploaded } from "@darkroom/events"
import { on, subscriber } from "@darkroom/lambda"
import { forgetDeleted, forgetReplaced, settleUpload } from "./settle.ts"

export const handler = subscriber([
  on(ImageUploaded, settleUpload),
  on(ImageRejected, settleUpload),
  on(ImageDeleted, forgetDeleted),
  on(ImageReplaced, forgetReplaced),
])
