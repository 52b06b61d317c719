import { z } from "zod"
import { backfillExample } from "./backfill.ts"
import { defineEvent, type EventOf } from "./define-event.ts"
import { imageExample } from "./image.ts"

export const OriginalSkipped = defineEvent({
  name: "OriginalSkipped",
  version: 1,
  source: "darkroom.ingest",
  description: "An object of a backfill was not taken in: it is not there, cannot be read, or was taken in before.",
  schema: z.object({
    backfillId: z.uuid(),
    row: z.string().min(1),
    bucket: z.string().min(1),
    key: z.string().min(1),
    reason: z.enum(["missing", "known", "archived"]),
  }),
  example: {
    backfillId: backfillExample.id,
    row: "17",
    bucket: imageExample.bucket,
    key: imageExample.key,
    reason: "known",
  },
})
export type OriginalSkipped = EventOf<typeof OriginalSkipped>
