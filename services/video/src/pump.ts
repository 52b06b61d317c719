import { slotOf, type WaitingJob } from "./job.ts"
import type { JobsDeps } from "./jobs-deps.ts"
import { launch, type Launched } from "./launch.ts"

/**
 * Starts the jobs that wait, one after the other, until no slot is free or none waits. Whoever frees a slot or adds a job calls
 * it afterwards, so no slot stays free while a job waits: of a job that is added while the last slot is freed, one of both knows.
 */
export async function pump(deps: JobsDeps): Promise<void> {
  for (;;) {
    const { limit, leases } = await deps.slots.inUse()
    if (Object.keys(leases).length >= limit) return
    const next = await deps.waiting.first((job) => leases[slotOf(job)] === undefined)
    if (next === undefined || (await startNext(next, deps)) === "later") return
  }
}

async function startNext(next: WaitingJob, deps: JobsDeps): Promise<Launched> {
  const { position, ...job } = next
  const lease = { token: job.token, until: deps.now() + deps.starting, asked: 0 }
  // Somebody else was faster.
  if (!(await deps.slots.take(slotOf(job), lease))) return "over"
  const record = await deps.records.begin(job)
  if (record === undefined) {
    // A left-over entry: the job has run already, or its video is gone.
    await deps.waiting.remove(position)
    await deps.slots.free(slotOf(job), job.token, "unused")
    return "over"
  }
  return launch(record, job, lease, deps)
}
