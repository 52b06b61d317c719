import { z } from "zod"
import { defineEvent, type EventOf } from "./define-event.ts"
import { imageExample, imageSchema } from "./image.ts"

export const RetryRequested = defineEvent({
  name: "RetryRequested",
  version: 1,
  source: "darkroom.gallery",
  description: "Somebody asked to retry a failed or stalled step. The step gets its event again.",
  schema: z.object({
    image: imageSchema,
    service: z.string().min(1).describe("The service that gave up, or is waited for"),
    failure: z.string().nullable().describe("Id of the ProcessingFailed; null where nothing failed, nor came"),
    resend: z.boolean().default(false).describe("Whether the event still has to be sent; false: the requester sent it"),
  }),
  example: { image: imageExample, service: "tagging", failure: "5d1c2f0a-3c2b-5e58-9b1f-0d3c1c0c7b33", resend: true },
})
export type RetryRequested = EventOf<typeof RetryRequested>
