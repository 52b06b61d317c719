import { z } from "zod"
import { backfillCountsSchema, backfillSchema } from "./backfill.ts"

/** What a person may start; jobs of S3 Batch Operations start themselves. */
export const startableSourceSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("prefix"), bucket: z.string().min(1), prefix: z.string() }),
  z.object({ kind: z.literal("csv"), bucket: z.string().min(1), key: z.string().min(1) }),
  z.object({ kind: z.literal("inventory"), bucket: z.string().min(1), key: z.string().min(1) }),
])

const MAX_RATE = 10_000
const rate = z.number().positive().max(MAX_RATE)
const id = z.uuid()

/** What the function BackfillControl can be asked; it is invoked and waited for. */
export const backfillCommandSchema = z.discriminatedUnion("command", [
  z.object({
    command: z.literal("start"),
    id: id.optional().describe("Of one's own making, so that asking again starts nothing twice"),
    source: startableSourceSchema,
    rate: rate.default(50).describe("Objects a second, at the most"),
    again: z.boolean().default(false),
  }),
  z.object({ command: z.literal("pause"), id }),
  z.object({ command: z.literal("resume"), id }),
  z.object({ command: z.literal("cancel"), id }),
  z.object({ command: z.literal("rate"), id, rate }),
  z.object({ command: z.literal("get"), id }),
  z.object({ command: z.literal("list") }),
])
export type BackfillCommand = z.input<typeof backfillCommandSchema>

export const backfillStateSchema = z.enum(["running", "paused", "completed", "cancelled", "failed"])
export type BackfillState = z.infer<typeof backfillStateSchema>

const count = z.int().nonnegative()

/** A backfill as it stands. */
export const backfillStatusSchema = z.object({
  ...backfillSchema.shape,
  state: backfillStateSchema,
  startedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  counts: backfillCountsSchema,
  skipped: z
    .object({ missing: count, known: count, archived: count })
    .describe("Of those emitted, what ingest did not take in, as far as it has said so"),
  done: z.number().min(0).max(1).nullable().describe("Share of the source that was read; null where nothing tells"),
  waiting: z.boolean().describe("It reads nothing because much of what it found waits to be processed"),
  message: z.string().nullable().describe("Why it cannot go on; null where it can"),
  report: z.object({ bucket: z.string(), key: z.string() }).nullable(),
})
export type BackfillStatus = z.infer<typeof backfillStatusSchema>

/** What the function answers. Only its own failures are errors of Lambda. */
export const backfillAnswerSchema = z.union([
  z.object({ ok: z.literal(true), backfills: z.array(backfillStatusSchema) }),
  z.object({ ok: z.literal(false), error: z.object({ name: z.string(), message: z.string() }) }),
])
export type BackfillAnswer = z.infer<typeof backfillAnswerSchema>
