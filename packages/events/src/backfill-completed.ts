import { z } from "zod"
import { backfillCountsSchema, backfillExample, backfillSchema } from "./backfill.ts"
import { defineEvent, type EventOf } from "./define-event.ts"

export const BackfillCompleted = defineEvent({
  name: "BackfillCompleted",
  version: 1,
  source: "darkroom.backfill",
  description: "A backfill has read its source to the end, was cancelled, or cannot go on.",
  schema: z.object({
    backfill: backfillSchema,
    outcome: z.enum(["completed", "cancelled", "failed"]),
    message: z.string().nullable().describe("Why it cannot go on, a sentence; null where it came to its end"),
    counts: backfillCountsSchema,
    report: z
      .object({ bucket: z.string().min(1), key: z.string().min(1) })
      .nullable()
      .describe("Where each row that was not taken is told with its place and the reason; null where there is none"),
  }),
  example: {
    backfill: backfillExample,
    outcome: "completed",
    message: null,
    counts: { rows: 10_000, emitted: 9_963, malformed: 37, foreign: 0 },
    report: { bucket: "output", key: "backfill/b0a1a9c2-7f5f-5b61-8a9e-0a4c2f1d9e10/report.csv" },
  },
})
export type BackfillCompleted = EventOf<typeof BackfillCompleted>
