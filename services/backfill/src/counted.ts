import type { Deps } from "./deps.ts"
import { type BackfillRecord, sumOf } from "./record.ts"

/** The record with the counts of its job's tasks, which nobody reads in order and so are counted each by itself. */
export async function counted(record: BackfillRecord, { tasks }: Pick<Deps, "tasks">): Promise<BackfillRecord> {
  if (record.source.kind !== "batch") return record
  return { ...record, counts: sumOf(record.counts, await tasks.counts(record.id)) }
}
