import type { Completion } from "./completion.ts"
import { conclude, finishJob } from "./conclude.ts"
import { type JobTag, readTag, slotOf } from "./job.ts"
import { type JobsDeps, jobsDeps } from "./jobs-deps.ts"
import { pump } from "./pump.ts"

/**
 * A job has ended, says Rekognition: the answer is stored, its slot given back, and the next job begins. What is said is not
 * believed but looked up, so a completion that is forged, late or twice there changes nothing.
 */
export async function completeJob({ JobId, JobTag }: Completion, deps: JobsDeps = jobsDeps()): Promise<void> {
  const job = readTag(JobTag)
  if (job === undefined) return deps.logger.warn("A completion of a job that is not ours", { jobId: JobId })
  await complete(job, JobId, deps)
  await pump(deps)
}

async function complete(job: JobTag, said: string, deps: JobsDeps): Promise<void> {
  const record = await deps.records.read(job.videoId)
  const known = record?.jobs[job.feature]
  if (record === undefined || known === undefined || known.token !== job.token)
    return deps.logger.warn("A completion of a job that nobody waits for", { ...job, jobId: said })
  if (known.state === "ended") return finishIfLeft(job, deps)
  if (known.state === "waiting" || (known.jobId !== undefined && known.jobId !== said))
    return deps.logger.warn("A completion of another job than the one that runs", { ...job, jobId: said })
  const outcome = await conclude(record, job, known.jobId ?? said, deps)
  if (outcome !== "ended")
    deps.logger.warn("A completion of a job that has not ended", { ...job, jobId: said, outcome })
}

/** Whoever wrote down the end may have died before the rest was done: then the job still has its slot. */
async function finishIfLeft(job: JobTag, deps: JobsDeps): Promise<void> {
  const { leases } = await deps.slots.inUse()
  if (leases[slotOf(job)]?.token !== job.token) return
  const record = await deps.records.read(job.videoId)
  if (record !== undefined) await finishJob(record, job, deps)
}
