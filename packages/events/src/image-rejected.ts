import { z } from "zod"
import { defineEvent, type EventOf } from "./define-event.ts"
import { imageExample, imageSchema } from "./image.ts"

export const rejectionReasonSchema = z.enum([
  "NotSupportedImageType",
  "EmptyFile",
  "DamagedImage",
  "FileTooLarge",
  "TooManyPixels",
  "OriginalGone",
])
export type RejectionReason = z.infer<typeof rejectionReasonSchema>

export const ImageRejected = defineEvent({
  name: "ImageRejected",
  version: 1,
  source: "darkroom.metadata",
  description: "An upload is not a supported image, or is damaged, empty or too large; nothing more is done with it.",
  schema: z.object({
    image: imageSchema,
    reason: rejectionReasonSchema,
    message: z.string().min(1).describe("One sentence for the photo's owner"),
  }),
  example: {
    image: { ...imageExample, key: "private/ada/uploads/invoice.jpg" },
    reason: "NotSupportedImageType",
    message: "invoice.jpg is a PDF document, not a photo that Darkroom can read.",
  },
})
export type ImageRejected = EventOf<typeof ImageRejected>
