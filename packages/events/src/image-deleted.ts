import { z } from "zod"
import { defineEvent, type EventOf } from "./define-event.ts"
import { imageExample, imageSchema } from "./image.ts"

export const ImageDeleted = defineEvent({
  name: "ImageDeleted",
  version: 1,
  source: "darkroom.gallery",
  description: "The owner deleted a photo or video: its original, renditions and records go, a tombstone stays.",
  schema: z.object({
    image: imageSchema,
    deletedAt: z.iso.datetime(),
  }),
  example: { image: imageExample, deletedAt: "2026-11-22T08:00:00.000Z" },
})
export type ImageDeleted = EventOf<typeof ImageDeleted>
