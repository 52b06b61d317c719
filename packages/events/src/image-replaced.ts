import { z } from "zod"
import { defineEvent, type EventOf } from "./define-event.ts"
import { imageExample, imageSchema } from "./image.ts"

export const ImageReplaced = defineEvent({
  name: "ImageReplaced",
  version: 1,
  source: "darkroom.ingest",
  description:
    "An upload overwrote the original of another photo or video: that one's renditions and records go, a tombstone stays.",
  schema: z.object({
    imageId: z.uuid().describe("The photo or video that is no more"),
    replacedBy: imageSchema.describe("The photo or video that took its key, and so has its owner and intake profile"),
    replacedAt: z.iso.datetime(),
  }),
  example: {
    imageId: "7f3f9d9a-8e0b-5f0e-8a49-0d3c1c0c7b11",
    replacedBy: imageExample,
    replacedAt: "2026-11-21T09:30:00.000Z",
  },
})
export type ImageReplaced = EventOf<typeof ImageReplaced>
