import { ImageProcessed, ImageRejected, ProcessingFailed } from "@darkroom/events"
import { on, subscriber } from "@darkroom/lambda"
import { notify } from "./notify.ts"

export const handler = subscriber([on(ImageProcessed, notify), on(ImageRejected, notify), on(ProcessingFailed, notify)])
