import { z } from "zod"
import { decisionSchema } from "./decision.ts"
import { defineEvent, type EventOf } from "./define-event.ts"
import { imageExample, imageSchema, stepSchema } from "./image.ts"

export const ImageProcessed = defineEvent({
  name: "ImageProcessed",
  version: 1,
  source: "darkroom.catalog",
  description: "Every step that the intake profile asks for has arrived.",
  schema: z.object({
    image: imageSchema,
    steps: z.array(stepSchema).describe("The steps that were asked for"),
    labels: z.array(z.string()).describe("Names of the strongest labels, strongest first"),
    decision: decisionSchema
      .nullable()
      .default(null)
      .describe("What the profile's rules made of it; null where it has none"),
  }),
  example: { image: imageExample, steps: ["metadata", "tagging", "thumbnail"], labels: ["Dog", "Pet"] },
})
export type ImageProcessed = EventOf<typeof ImageProcessed>
