import { z } from "zod"
import { defineEvent, type EventOf } from "./define-event.ts"
import { findingsSchema } from "./findings.ts"
import { imageExample, imageMetadataSchema, imageSchema } from "./image.ts"

export const ImageTagged = defineEvent({
  name: "ImageTagged",
  version: 1,
  source: "darkroom.tagging",
  description: "What Rekognition sees in an image, as far as the profile asks, or the reason why it was not asked.",
  schema: z.object({
    image: imageSchema,
    metadata: imageMetadataSchema.nullable().default(null).describe("For rules that look at it; null in older events"),
    ...findingsSchema.shape,
    skipped: z.string().nullable().describe("Why Rekognition was not asked at all, a sentence; null where it was"),
    modelVersion: z.string().nullable().describe("Rekognition's LabelModelVersion"),
    response: z
      .object({ bucket: z.string().min(1), key: z.string().min(1) })
      .nullable()
      .default(null)
      .describe("Where Rekognition's answers lie as they came: a JSON object with a member for each feature"),
  }),
  example: {
    image: imageExample,
    features: ["labels", "faces"],
    labels: [
      {
        name: "Dog",
        confidence: 97.4,
        parents: ["Animal", "Canine", "Mammal", "Pet"],
        categories: ["Animals and Pets"],
        instances: [{ confidence: 97.4, boundingBox: { left: 0.21, top: 0.34, width: 0.4, height: 0.51 } }],
      },
    ],
    colors: [{ hex: "#8b4513", name: "saddlebrown", simplified: "brown", share: 31.4 }],
    faces: [
      {
        confidence: 99.1,
        boundingBox: { left: 0.6, top: 0.1, width: 0.12, height: 0.2 },
        landmarks: [{ type: "eyeLeft", x: 0.63, y: 0.17 }],
        pose: { roll: -3.1, yaw: 12.2, pitch: 1.5 },
        quality: { brightness: 71.2, sharpness: 83.9 },
        ageRange: null,
        emotions: [],
        attributes: [],
      },
    ],
    skipped: null,
    modelVersion: "3.0",
  },
})
export type ImageTagged = EventOf<typeof ImageTagged>
