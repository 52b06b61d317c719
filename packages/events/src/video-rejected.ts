import { z } from "zod"
import { defineEvent, type EventOf } from "./define-event.ts"
import { videoExample, videoSchema } from "./video.ts"

export const videoRejectionReasonSchema = z.enum([
  "NotSupportedVideoType",
  "EmptyFile",
  "DamagedVideo",
  "FileTooLarge",
  "OriginalGone",
])
export type VideoRejectionReason = z.infer<typeof videoRejectionReasonSchema>

export const VideoRejected = defineEvent({
  name: "VideoRejected",
  version: 1,
  source: "darkroom.video",
  description: "An upload is not a supported video, or is damaged or too large; nothing more is done with it.",
  schema: z.object({
    video: videoSchema,
    reason: videoRejectionReasonSchema,
    message: z.string().min(1).describe("One sentence for the video's owner"),
  }),
  example: {
    video: { ...videoExample, key: "private/ada/uploads/holiday.avi" },
    reason: "NotSupportedVideoType",
    message: "holiday.avi is an AVI file, not a video that Darkroom can read.",
  },
})
export type VideoRejected = EventOf<typeof VideoRejected>
