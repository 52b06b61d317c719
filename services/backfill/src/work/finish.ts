import { counted } from "../counted.ts"
import type { Deps } from "../deps.ts"
import { completed } from "../events-of.ts"
import { type BackfillRecord, isEnded, reportKey, statusOf } from "../record.ts"
import { reportOf } from "../report.ts"

/** Writes the report of a backfill that has ended and says that it has. Doing it again changes nothing that anybody sees. */
export async function finish(record: BackfillRecord, deps: Deps): Promise<void> {
  const report = await writeReport(record, deps)
  const { counts } = await counted(record, deps)
  await deps.publish([completed(record, { counts, report })])
  await deps.backfills.change(record.id, [record.state], { told: true })
}

/** Writes the report of what is known by now; null where every row was taken. */
export async function writeReport(record: BackfillRecord, deps: Deps): Promise<{ bucket: string; key: string } | null> {
  const skipped = await deps.refused.skipped(record.id)
  const { report } = statusOf({ ...(await counted(record, deps)), told: true }, skipped, deps.output)
  if (report === null) return null
  await deps.writeReport(reportKey(record.id), reportOf(deps.refused.all(record.id)))
  return report
}

/** The report anew, with what ingest has skipped since. */
export async function renewReport(id: string, deps: Deps): Promise<void> {
  const record = await deps.backfills.get(id)
  if (record === undefined || !isEnded(record)) return
  await deps.backfills.change(id, [record.state], { reportDue: 0 })
  await writeReport(record, deps)
}

/** Ends it unless it was cancelled at the last moment. */
export async function end(
  id: string,
  changes: Pick<BackfillRecord, "state"> & Partial<BackfillRecord>,
  deps: Deps,
): Promise<void> {
  const ended =
    (await deps.backfills.change(id, ["running", "paused"], { ...changes, endedAt: deps.now() })) ??
    (await deps.backfills.get(id))
  if (ended) await finish(ended, deps)
}
