import { z } from "zod"
import { defineEvent, type EventOf } from "./define-event.ts"
import { imageExample, imageSchema, renditionSchema } from "./image.ts"

export const ThumbnailGenerated = defineEvent({
  name: "ThumbnailGenerated",
  version: 1,
  source: "darkroom.thumbnail",
  description: "The renditions of an image are in S3: upright, without metadata.",
  schema: z.object({
    image: imageSchema,
    renditions: z.array(renditionSchema),
    thumbhash: z.string().describe("Base64 of the ThumbHash: a placeholder of some 25 bytes"),
    dominantColor: z.string().regex(/^#[0-9a-f]{6}$/),
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .describe("Of the original, hexadecimal"),
  }),
  example: {
    image: imageExample,
    renditions: [
      {
        name: "256",
        bucket: "photos",
        key: `private/ada/resized/${imageExample.id}/256.webp`,
        contentType: "image/webp",
        width: 192,
        height: 256,
        bytes: 9_120,
      },
    ],
    thumbhash: "1QcSHQRnh493V4dIh4eXh1h4kJUI",
    dominantColor: "#6b5a48",
    sha256: "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
  },
})
export type ThumbnailGenerated = EventOf<typeof ThumbnailGenerated>
