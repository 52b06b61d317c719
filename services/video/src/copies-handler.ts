import { VideoMetadataExtracted } from "@darkroom/events"
import { on, subscriber } from "@darkroom/lambda"
import { copyVideo } from "./copy-video.ts"

export const handler = subscriber([on(VideoMetadataExtracted, copyVideo)])
