import { conclude, endJob, finishJob } from "./conclude.ts"
import { codeOf, failureOf, isUnknownJob } from "./failures.ts"
import { type Job, jobOfSlot, type JobRecord, type JobTag, slotOf, tokenOf } from "./job.ts"
import { named } from "./job-records.ts"
import { type JobsDeps, jobsDeps } from "./jobs-deps.ts"
import { launch } from "./launch.ts"
import { MOST_ASKED, MOST_ATTEMPTS } from "./leases.ts"
import { pump } from "./pump.ts"
import type { Lease } from "./slots.ts"

/** Asks after the jobs of which nothing was heard for too long, and starts those that wait. One that cannot be asked after holds up no other. */
export async function sweep(deps: JobsDeps = jobsDeps()): Promise<void> {
  const { leases } = await deps.slots.inUse()
  for (const [slot, lease] of Object.entries(leases)) {
    if (lease.until > deps.now()) continue
    try {
      await askAfter(slot, lease, deps)
    } catch (error) {
      deps.logger.warn("A job could not be asked after", { slot, error: codeOf(error) })
    }
  }
  await pump(deps)
}

async function askAfter(slot: string, lease: Lease, deps: JobsDeps): Promise<void> {
  const { videoId, feature } = jobOfSlot(slot)
  const record = await deps.records.read(videoId)
  const known = record?.jobs[feature]
  const claimed = {
    token: known?.state === "waiting" ? lease.token : (known?.token ?? lease.token),
    until: deps.now() + deps.starting,
    asked: lease.asked + 1,
  }
  // Another sweep was faster, or the job has ended meanwhile.
  if (!(await deps.slots.renew(slot, lease, claimed))) return
  // Whoever took the slot died before the job began.
  if (record === undefined || known === undefined || known.state === "waiting")
    return deps.slots.free(slot, claimed.token, "unused")
  const job = named({ videoId, feature }, known)
  if (known.state === "ended") return finishJob(record, job, deps)
  if (known.jobId !== undefined) return ask(record, job, { known, lease: claimed }, deps)
  if (claimed.asked > MOST_ASKED) return endJob(job, failureOf(feature, "NoAnswer"), deps)
  await launch(record, job, claimed, deps)
}

interface Asked {
  readonly known: Job
  readonly lease: Lease
}

async function ask(record: JobRecord, job: JobTag, { known, lease }: Asked, deps: JobsDeps): Promise<void> {
  try {
    const outcome = await conclude(record, job, known.jobId ?? "", deps)
    if (outcome === "ended") return
    const until = deps.now() + deps.patience
    await deps.slots.renew(slotOf(job), lease, { ...lease, until, asked: 0 })
  } catch (error) {
    if (!isUnknownJob(error)) throw error
    await startAgain(record, job, { known, lease }, deps)
  }
}

/** Rekognition does not know the job: it is started once more, in the slot that it has. */
async function startAgain(record: JobRecord, job: JobTag, { known, lease }: Asked, deps: JobsDeps): Promise<void> {
  const attempt = known.attempt + 1
  if (attempt > MOST_ATTEMPTS || record.removed)
    return endJob(job, failureOf(job.feature, "ResourceNotFoundException"), deps)
  const token = tokenOf(record.cause, job.feature, attempt)
  const next = await deps.records.again(job, { token, attempt })
  const renewed = { token, until: deps.now() + deps.starting, asked: 0 }
  if (next === undefined || !(await deps.slots.renew(slotOf(job), lease, renewed))) return
  await launch(next, { ...job, token }, renewed, deps)
}
