import { z } from "zod"
import { defineEvent, type EventOf } from "./define-event.ts"
import { imageExample, imageMetadataSchema, imageSchema } from "./image.ts"

export const MetadataExtracted = defineEvent({
  name: "MetadataExtracted",
  version: 1,
  source: "darkroom.metadata",
  description: "Format, size, camera, time and place of a supported image were read.",
  schema: z.object({
    image: imageSchema,
    metadata: imageMetadataSchema,
  }),
  example: {
    image: imageExample,
    metadata: {
      format: "jpeg",
      width: 3024,
      height: 4032,
      orientation: 6,
      bytes: 2_481_332,
      sha256: "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
      make: "Apple",
      model: "iPhone 15",
      lens: "iPhone 15 back camera 5.96mm f/1.6",
      aperture: 1.6,
      exposureTime: 0.005,
      iso: 64,
      focalLength: 5.96,
      takenAt: { local: "2026-07-14T18:02:11", offset: "+02:00", source: "DateTimeOriginal", offsetSource: "tag" },
      location: { latitude: 43.4674, longitude: 11.8851, altitude: 262.5 },
    },
  },
})
export type MetadataExtracted = EventOf<typeof MetadataExtracted>
