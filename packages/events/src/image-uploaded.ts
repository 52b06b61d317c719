import { z } from "zod"
import { defineEvent, type EventOf } from "./define-event.ts"
import { imageExample, imageSchema } from "./image.ts"

export const ImageUploaded = defineEvent({
  name: "ImageUploaded",
  version: 1,
  source: "darkroom.ingest",
  description: "An image object appeared under an intake prefix.",
  schema: z.object({
    image: imageSchema,
    uploadedAt: z.iso.datetime().describe("When S3 created the object, UTC"),
  }),
  example: { image: imageExample, uploadedAt: "2026-11-21T09:30:00.000Z" },
})
export type ImageUploaded = EventOf<typeof ImageUploaded>
