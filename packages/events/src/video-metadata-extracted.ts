import { z } from "zod"
import { defineEvent, type EventOf } from "./define-event.ts"
import { renditionSchema } from "./image.ts"
import { videoExample, videoMetadataSchema, videoSchema } from "./video.ts"

export const posterSchema = z.object({
  at: z.int().nonnegative().describe("Milliseconds from the beginning"),
  renditions: z.array(renditionSchema).min(1).describe("Smallest first"),
  thumbhash: z.string().describe("Base64"),
  dominantColor: z.string().regex(/^#[0-9a-f]{6}$/),
})
export type Poster = z.infer<typeof posterSchema>

export const VideoMetadataExtracted = defineEvent({
  name: "VideoMetadataExtracted",
  version: 1,
  source: "darkroom.video",
  description:
    "Container, codecs, size, duration, time and place of a supported video were read, and a picture of it was stored.",
  schema: z.object({
    video: videoSchema,
    metadata: videoMetadataSchema,
    poster: posterSchema.nullable().describe("Null where the profile asks for no renditions"),
  }),
  example: {
    video: videoExample,
    metadata: {
      container: "mov",
      codec: "h264",
      audioCodec: "aac",
      width: 1080,
      height: 1920,
      rotation: 90,
      duration: 12_480,
      frameRate: 29.97,
      bytes: 21_404_877,
      sha256: "fcde2b2edba56bf408601fb721fe9b5c338d10ee429ea04fae5511b68fbf8fb9",
      make: "Apple",
      model: "iPhone 15",
      takenAt: {
        local: "2026-07-14T18:02:11",
        offset: "+02:00",
        source: "com.apple.quicktime.creationdate",
        offsetSource: "tag",
      },
      location: { latitude: 43.4674, longitude: 11.8851, altitude: 262.5 },
    },
    poster: {
      at: 1_000,
      renditions: [
        {
          name: "256",
          bucket: "photos",
          key: "private/ada/resized/3c5d1a52-6f0b-5b0a-9d57-5e1f0f8f2c41/256.webp",
          contentType: "image/webp",
          width: 144,
          height: 256,
          bytes: 5_120,
        },
      ],
      thumbhash: "1QcSHQRnh493V4dIh4eXh1h4kJUI",
      dominantColor: "#7a6a4f",
    },
  },
})
export type VideoMetadataExtracted = EventOf<typeof VideoMetadataExtracted>
