import { z } from "zod"
import { defineEvent, type EventOf } from "./define-event.ts"
import { imageExample, imageSchema, stepSchema } from "./image.ts"

export const ImageStalled = defineEvent({
  name: "ImageStalled",
  version: 1,
  source: "darkroom.catalog",
  description:
    "A step of a photo or video has neither ended nor failed in the time that it may take. Said once for each time that it is waited for.",
  schema: z.object({
    image: imageSchema,
    step: stepSchema,
    since: z.iso
      .datetime()
      .describe("Since when the step is waited for: its event, or the latest request to try it again"),
    limit: z.int().positive().describe("Seconds that it may take"),
    waitsOn: z
      .object({ id: z.string(), type: z.string() })
      .nullable()
      .describe("The event that the step has to handle; null where the catalog does not have it"),
  }),
  example: {
    image: imageExample,
    step: "tagging",
    since: "2026-11-21T09:30:00.412Z",
    limit: 900,
    waitsOn: { id: "8f14e45f-ceea-5a67-a5b8-0d3c1c0c7b22", type: "MetadataExtracted" },
  },
})
export type ImageStalled = EventOf<typeof ImageStalled>
