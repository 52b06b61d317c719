import { z } from "zod"
import { defineEvent, type EventOf } from "./define-event.ts"
import { VideoMetadataExtracted } from "./video-metadata-extracted.ts"
import { videoExample, videoMetadataSchema, videoSchema } from "./video.ts"

export const VideoCopied = defineEvent({
  name: "VideoCopied",
  version: 1,
  source: "darkroom.video",
  description:
    "Rekognition cannot read the video; a copy that it can was made of its pictures, in which everything is at the same time.",
  schema: z.object({
    video: videoSchema,
    metadata: videoMetadataSchema.describe("Of the video itself"),
    copy: z.object({
      bucket: z.string().min(1),
      key: z.string().min(1).describe("The copy is removed when nobody looks at it any more"),
      width: z.int().positive().describe("Pixels, upright"),
      height: z.int().positive().describe("Pixels, upright"),
      bytes: z.int().positive(),
    }),
  }),
  example: {
    video: { ...videoExample, key: "private/ada/uploads/holiday/IMG_0012.mov" },
    metadata: { ...VideoMetadataExtracted.example.metadata, codec: "hevc" },
    copy: {
      bucket: "output",
      key: "copies/private/ada/uploads/holiday/IMG_0012.mov-analysis/3c5d1a52-6f0b-5b0a-9d57-5e1f0f8f2c41/8c0e6a0e-24d7-5b4c-a0f4-5c9a3b1f2d10.mp4",
      width: 720,
      height: 1280,
      bytes: 1_104_230,
    },
  },
})
export type VideoCopied = EventOf<typeof VideoCopied>
