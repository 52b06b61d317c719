import { ToBeContinued } from "@darkroom/lambda"
import type { Deps } from "../deps.ts"
import { CommandRefused, HeldElsewhere } from "../errors.ts"
import { type BackfillRecord, isEnded } from "../record.ts"
import { openSource } from "../sources/open-source.ts"
import type { WorkMessage } from "../work-queue.ts"
import { end, finish, renewReport } from "./finish.ts"
import { takeTurn, tell, type Tenure } from "./turn.ts"
import { watchJob } from "./watch-job.ts"

/** Seconds after which a backfill looks whether the pipeline has caught up. */
const BACKLOG_DELAY = 60
/** Seconds after which a message looks again whether somebody else still works on its backfill. */
const LOOK_AGAIN = 5

/** Works on a backfill for one turn. Throws ToBeContinued, HeldElsewhere, LeaseLost, and what services throw. */
export async function work({ id, report }: WorkMessage, tenure: Omit<Tenure, "end">, deps: Deps): Promise<void> {
  if (report) return renewReport(id, deps)
  const record = await deps.backfills.get(id)
  if (record === undefined || record.state === "paused") return
  if (isEnded(record)) {
    if (record.told) return
    // Who still works on it has counts to write down, and ends it then.
    if (record.holder !== null && record.heldUntil >= deps.now()) throw new HeldElsewhere(id, LOOK_AGAIN)
    return finish(record, deps)
  }
  const { source } = record
  if (source.kind === "batch") return watchJob(record, deps)
  const now = deps.now()
  const lease = { holder: tenure.holder, now, until: now + deps.limits.lease }
  const held = await deps.backfills.lease(id, lease)
  // Not dropped: whoever has it may be about to stop, or may have crashed.
  if (held === undefined) throw new HeldElsewhere(id, LOOK_AGAIN)
  try {
    await goOn(held, source, { ...tenure, end: now + deps.limits.work }, deps)
  } finally {
    await deps.backfills.release(id, tenure.holder).catch(() => {})
  }
}

async function goOn(
  held: BackfillRecord,
  source: Parameters<typeof openSource>[0],
  tenure: Tenure,
  deps: Deps,
): Promise<void> {
  const { id } = held
  try {
    const opened = await openSource(source, deps.objects, held.etag ?? undefined)
    const { stop, record } = await takeTurn(held, opened.source(held.position ?? undefined), tenure, deps)
    if (stop === "exhausted") return await end(id, { state: "completed", done: 1 }, deps)
    if (isEnded(record)) return await finish(record, deps)
    if (stop === "told") return await tell(record, deps)
    await deps.backfills.release(id, tenure.holder)
    throw new ToBeContinued(`The backfill ${id} goes on in another turn`, stop === "backlog" ? BACKLOG_DELAY : 0)
  } catch (error) {
    if (!(error instanceof CommandRefused)) throw error
    await end(id, { state: "failed", message: error.message }, deps)
  }
}
