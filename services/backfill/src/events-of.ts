import {
  BackfillCompleted,
  type BackfillCounts,
  BackfillProgressed,
  BackfillStarted,
  derivedId,
  OriginalFound,
} from "@darkroom/events"
import type { FoundObject } from "./sources/source.ts"
import { type BackfillRecord, backfillOf } from "./record.ts"

/** What is emitted again after a crash has the id that it had: the backfill's and what makes it the same. */
function provenance(id: string, name: string, ...parts: readonly string[]) {
  return { id: derivedId(name, id, ...parts), groupKey: id, origin: "backfill" } as const
}

export function found(
  { id, again }: Pick<BackfillRecord, "id" | "again">,
  row: string,
  { bucket, key }: FoundObject,
): OriginalFound {
  return OriginalFound.create({ backfillId: id, row, bucket, key, again }, provenance(id, "OriginalFound", row))
}

export function started(record: BackfillRecord): BackfillStarted {
  const startedAt = new Date(record.startedAt).toISOString()
  return BackfillStarted.create({ backfill: backfillOf(record), startedAt }, provenance(record.id, "BackfillStarted"))
}

export function progressed(record: BackfillRecord, now: number): BackfillProgressed | undefined {
  const { state, counts, done } = record
  if (state !== "running" && state !== "paused") return undefined
  const data = { backfill: backfillOf(record), state, counts, done }
  return BackfillProgressed.create(data, provenance(record.id, "BackfillProgressed", state, String(now)))
}

export interface Ending {
  readonly counts: BackfillCounts
  readonly report: { readonly bucket: string; readonly key: string } | null
}

export function completed(record: BackfillRecord, { counts, report }: Ending): BackfillCompleted {
  const { state, message } = record
  const outcome = state === "cancelled" || state === "failed" ? state : "completed"
  const data = { backfill: backfillOf(record), outcome, message, counts, report } as const
  return BackfillCompleted.create(data, provenance(record.id, "BackfillCompleted"))
}
