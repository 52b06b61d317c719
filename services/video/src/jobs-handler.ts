import { VideoMetadataExtracted } from "@darkroom/events"
import { on, subscriber } from "@darkroom/lambda"
import { queueJobs } from "./queue-jobs.ts"

export const handler = subscriber([on(VideoMetadataExtracted, queueJobs)])
