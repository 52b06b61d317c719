import { z } from "zod"
import { backfillCountsSchema, backfillExample, backfillSchema } from "./backfill.ts"
import { defineEvent, type EventOf } from "./define-event.ts"

export const BackfillProgressed = defineEvent({
  name: "BackfillProgressed",
  version: 1,
  source: "darkroom.backfill",
  description: "A backfill has come further, was paused, goes on, or has another rate.",
  unconsumed: "Operators ask services/backfill how far it is; this is kept as its history.",
  schema: z.object({
    backfill: backfillSchema,
    state: z.enum(["running", "paused"]),
    counts: backfillCountsSchema,
    done: z.number().min(0).max(1).nullable().describe("Share of the source that was read; null where nothing tells"),
  }),
  example: {
    backfill: backfillExample,
    state: "running",
    counts: { rows: 5_000, emitted: 4_981, malformed: 19, foreign: 0 },
    done: 0.5,
  },
})
export type BackfillProgressed = EventOf<typeof BackfillProgressed>
