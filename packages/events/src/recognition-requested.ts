import { z } from "zod"
import { defineEvent, type EventOf } from "./define-event.ts"
import { featureSchema } from "./findings.ts"
import { imageExample, imageMetadataSchema, imageSchema } from "./image.ts"
import { MetadataExtracted } from "./metadata-extracted.ts"

export const RecognitionRequested = defineEvent({
  name: "RecognitionRequested",
  version: 1,
  source: "darkroom.cli",
  description:
    "A photo that is already there is to be looked at once more, for these features; what is known of others stays.",
  schema: z.object({
    image: imageSchema.describe("The original where it is now"),
    metadata: imageMetadataSchema,
    features: z.array(featureSchema).min(1),
  }),
  example: { image: imageExample, metadata: MetadataExtracted.example.metadata, features: ["faces"] },
})
export type RecognitionRequested = EventOf<typeof RecognitionRequested>
