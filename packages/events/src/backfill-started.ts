import { z } from "zod"
import { backfillExample, backfillSchema } from "./backfill.ts"
import { defineEvent, type EventOf } from "./define-event.ts"

export const BackfillStarted = defineEvent({
  name: "BackfillStarted",
  version: 1,
  source: "darkroom.backfill",
  description: "Objects that are already there begin to be taken in.",
  unconsumed: "Operators ask services/backfill how far it is; this is kept as its history.",
  schema: z.object({ backfill: backfillSchema, startedAt: z.iso.datetime() }),
  example: { backfill: backfillExample, startedAt: "2026-11-22T08:00:00.000Z" },
})
export type BackfillStarted = EventOf<typeof BackfillStarted>
