import { z } from "zod"
import { defineEvent, type EventOf } from "./define-event.ts"
import { videoExample, videoSchema } from "./video.ts"

export const VideoUploaded = defineEvent({
  name: "VideoUploaded",
  version: 1,
  source: "darkroom.ingest",
  description: "An object that begins like a video appeared under an intake prefix.",
  schema: z.object({
    video: videoSchema,
    uploadedAt: z.iso.datetime().describe("When S3 created the object, UTC"),
  }),
  example: { video: videoExample, uploadedAt: "2026-11-21T09:30:00.000Z" },
})
export type VideoUploaded = EventOf<typeof VideoUploaded>
