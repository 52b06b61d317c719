import { z } from "zod"
import { decisionExample, decisionSchema } from "./decision.ts"
import { defineEvent, type EventOf } from "./define-event.ts"
import { imageExample, imageSchema } from "./image.ts"

export const ImageCategorized = defineEvent({
  name: "ImageCategorized",
  version: 1,
  source: "darkroom.categorization",
  description: "The rules of the intake profile decided on a photo: success, failure or review, and why.",
  schema: z.object({
    image: imageSchema,
    decision: decisionSchema,
    taggedAt: z.iso
      .datetime()
      .nullable()
      .default(null)
      .describe("Time of the ImageTagged that was decided on: of several decisions, the one on the newest holds"),
  }),
  example: { image: imageExample, decision: decisionExample },
})
export type ImageCategorized = EventOf<typeof ImageCategorized>
