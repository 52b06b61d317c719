import { VideoCopied, VideoMetadataExtracted } from "@darkroom/events"
import { on, subscriber } from "@darkroom/lambda"
import { queueCopied, queueJobs } from "./queue-jobs.ts"

export const handler = subscriber([on(VideoMetadataExtracted, queueJobs), on(VideoCopied, queueCopied)])
