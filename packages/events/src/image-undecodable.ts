import { z } from "zod"
import { defineEvent, type EventOf } from "./define-event.ts"
import { imageExample, imageSchema } from "./image.ts"

export const undecodableReasonSchema = z.enum(["DamagedImage", "TooManyPixels", "NotSupportedImageType"])
export type UndecodableReason = z.infer<typeof undecodableReasonSchema>

export const ImageUndecodable = defineEvent({
  name: "ImageUndecodable",
  version: 1,
  source: "darkroom.thumbnail",
  description:
    "An image's header promised more than its pixels hold; metadata, which knew the header alone, rejects it.",
  schema: z.object({ image: imageSchema, reason: undecodableReasonSchema }),
  example: { image: imageExample, reason: "DamagedImage" },
})
export type ImageUndecodable = EventOf<typeof ImageUndecodable>
