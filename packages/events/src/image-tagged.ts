import { z } from "zod"
import { defineEvent, type EventOf } from "./define-event.ts"
import { imageExample, imageSchema, labelSchema } from "./image.ts"

export const ImageTagged = defineEvent({
  name: "ImageTagged",
  version: 1,
  source: "darkroom.tagging",
  description: "Rekognition's labels for an image, or the reason why there are none.",
  schema: z.object({
    image: imageSchema,
    labels: z.array(labelSchema).describe("Every label that Rekognition gave; thresholds apply on reading"),
    skipped: z.string().nullable().describe("Why Rekognition was not asked, a sentence; null where it was"),
    modelVersion: z.string().nullable().describe("Rekognition's LabelModelVersion"),
  }),
  example: {
    image: imageExample,
    labels: [
      {
        name: "Dog",
        confidence: 97.4,
        parents: ["Animal", "Canine", "Mammal", "Pet"],
        categories: ["Animals and Pets"],
        instances: [{ confidence: 97.4, boundingBox: { left: 0.21, top: 0.34, width: 0.4, height: 0.51 } }],
      },
    ],
    skipped: null,
    modelVersion: "3.0",
  },
})
export type ImageTagged = EventOf<typeof ImageTagged>
