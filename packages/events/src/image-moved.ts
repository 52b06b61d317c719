import { z } from "zod"
import { categorySchema } from "./decision.ts"
import { defineEvent, type EventOf } from "./define-event.ts"
import { imageExample, imageSchema } from "./image.ts"

export const ImageMoved = defineEvent({
  name: "ImageMoved",
  version: 1,
  source: "darkroom.ingest",
  description: "The original of a photo on which rules had decided has another key.",
  schema: z.object({
    image: imageSchema.describe("As it was"),
    to: z.object({ bucket: z.string().min(1), key: z.string().min(1), etag: z.string().min(1) }),
    category: categorySchema,
  }),
  example: {
    image: imageExample,
    to: {
      bucket: "photos",
      key: "analyzed/success/0f3f9d9a-8e0b-5f0e-8a49-0d3c1c0c7b11/IMG_0042.jpg",
      etag: "9b2cf535f27731c974343645a3985328",
    },
    category: "success",
  },
})
export type ImageMoved = EventOf<typeof ImageMoved>
