import { z } from "zod"

/** Where a backfill finds the objects that are already there. */
export const backfillSourceSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("prefix"), bucket: z.string().min(1), prefix: z.string() }),
  z
    .object({ kind: z.literal("csv"), bucket: z.string().min(1), key: z.string().min(1) })
    .describe("A CSV file of bucket and key, URL-encoded keys"),
  z
    .object({ kind: z.literal("inventory"), bucket: z.string().min(1), key: z.string().min(1) })
    .describe("The manifest.json of an S3 Inventory in CSV"),
  z.object({ kind: z.literal("batch"), jobId: z.string().min(1) }).describe("A job of S3 Batch Operations"),
])
export type BackfillSource = z.infer<typeof backfillSourceSchema>

const count = z.int().nonnegative()

/** What became of the rows that were read so far; what ingest makes of the objects found comes later. */
export const backfillCountsSchema = z.object({
  rows: count.describe("Rows or objects read"),
  emitted: count.describe("Objects that ingest was told of"),
  malformed: count.describe("Rows that name no object"),
  foreign: count.describe("Objects that no intake profile takes, or of another bucket than Photos"),
})
export type BackfillCounts = z.infer<typeof backfillCountsSchema>

export const backfillSchema = z.object({
  id: z.uuid(),
  source: backfillSourceSchema,
  rate: z.number().positive().describe("Objects a second, at the most"),
  again: z.boolean().describe("Takes objects in again that were taken in before"),
})
export type Backfill = z.infer<typeof backfillSchema>

export const backfillExample: Backfill = {
  id: "b0a1a9c2-7f5f-5b61-8a9e-0a4c2f1d9e10",
  source: { kind: "csv", bucket: "photos", key: "manifests/all.csv" },
  rate: 50,
  again: false,
}
