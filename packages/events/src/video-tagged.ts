import { z } from "zod"
import { defineEvent, type EventOf } from "./define-event.ts"
import { VideoMetadataExtracted } from "./video-metadata-extracted.ts"
import { videoExample, videoFindingsSchema, videoMetadataSchema, videoSchema } from "./video.ts"

export const VideoTagged = defineEvent({
  name: "VideoTagged",
  version: 1,
  source: "darkroom.video",
  description:
    "What Rekognition sees in a video and when, as far as the profile asks: every job has ended. Or the reason why it was not asked.",
  schema: z.object({
    video: videoSchema,
    metadata: videoMetadataSchema,
    ...videoFindingsSchema.shape,
    skipped: z.string().nullable().describe("Why Rekognition was not asked at all, a sentence; null where it was"),
    modelVersion: z.string().nullable().describe("Rekognition's LabelModelVersion"),
    response: z
      .object({ bucket: z.string().min(1), key: z.string().min(1) })
      .nullable()
      .describe("Where Rekognition's answers lie in full: a JSON object with a member for each feature"),
  }),
  example: {
    video: videoExample,
    metadata: VideoMetadataExtracted.example.metadata,
    features: ["labels", "faces"],
    failed: [],
    labels: [
      {
        name: "Dog",
        confidence: 96.2,
        parents: ["Animal", "Canine", "Mammal", "Pet"],
        categories: ["Animals and Pets"],
        segments: [
          { start: 1_000, end: 4_500, confidence: 96.2 },
          { start: 9_000, end: 12_480, confidence: 88.1 },
        ],
      },
    ],
    faces: { most: 2, segments: [{ start: 2_000, end: 3_500, confidence: 99.3 }] },
    text: [],
    moderation: [],
    celebrities: [],
    skipped: null,
    modelVersion: "3.0",
    response: {
      bucket: "output",
      key: "async/private/ada/uploads/holiday/MVI_0007.mov-analysis/3c5d1a52-6f0b-5b0a-9d57-5e1f0f8f2c41/response.json",
    },
  },
})
export type VideoTagged = EventOf<typeof VideoTagged>
