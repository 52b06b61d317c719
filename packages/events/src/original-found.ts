import { z } from "zod"
import { backfillExample } from "./backfill.ts"
import { defineEvent, type EventOf } from "./define-event.ts"
import { imageExample } from "./image.ts"

export const OriginalFound = defineEvent({
  name: "OriginalFound",
  version: 1,
  source: "darkroom.backfill",
  description: "An object that was already there is to be taken in as if it had just been uploaded.",
  schema: z.object({
    backfillId: z.uuid(),
    row: z.string().min(1).describe("Its place in the source, for reports"),
    bucket: z.string().min(1),
    key: z.string().min(1).describe("As it is (not URL-encoded)"),
    again: z.boolean().describe("Also if it was taken in before"),
  }),
  example: {
    backfillId: backfillExample.id,
    row: "17",
    bucket: imageExample.bucket,
    key: imageExample.key,
    again: false,
  },
})
export type OriginalFound = EventOf<typeof OriginalFound>
