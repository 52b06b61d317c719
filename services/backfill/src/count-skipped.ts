import type { OriginalSkipped } from "@darkroom/events"
import { type Deps, defaultDeps } from "./deps.ts"
import { isEnded } from "./record.ts"

const REASONS = {
  missing: "there is no such object",
  known: "it was taken in before",
  archived: "it is in the archive and has to be restored first",
} as const

/** Seconds in which more may come before the report of a backfill that has ended is written anew. */
const SETTLING = 60
/** Milliseconds after which a message that was to be sent has been lost with whoever was to send it. */
const OVERDUE = 15 * 60_000

/** Counts and keeps for the report what ingest did not take in, each row once; also after the backfill has ended. */
export async function countSkipped(event: OriginalSkipped, deps: Deps = defaultDeps()): Promise<void> {
  const { backfillId: id, row, key, reason } = event.data
  await deps.refused.skip(id, { row, text: key, reason: REASONS[reason] }, reason)
  const record = await deps.backfills.get(id)
  if (record === undefined || !isEnded(record)) return
  const now = deps.now()
  if (await deps.backfills.claimReport(id, now, now - OVERDUE)) await deps.queue.send({ id, report: true }, SETTLING)
}
