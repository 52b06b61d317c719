import { z } from "zod"
import { defineEvent, type EventOf } from "./define-event.ts"
import { imageExample } from "./image.ts"

export const ImageRestored = defineEvent({
  name: "ImageRestored",
  version: 1,
  source: "darkroom.ingest",
  description: "An archived original can be read until a certain time, or no longer.",
  schema: z.object({
    imageId: z.uuid(),
    bucket: z.string().min(1),
    key: z.string().min(1),
    until: z.iso.datetime().nullable().describe("When its copy goes; null: it has gone"),
  }),
  example: {
    imageId: imageExample.id,
    bucket: "photos",
    key: `analyzed/success/${imageExample.id}/IMG_0042.jpg`,
    until: "2027-01-05T00:00:00.000Z",
  },
})
export type ImageRestored = EventOf<typeof ImageRestored>
