import { profileNamed, recognitionSettingsOf } from "@darkroom/events"
import { endJob } from "./conclude.ts"
import { codeOf, failureOf, kindOfStartError } from "./failures.ts"
import { type JobRecord, type JobTag, slotOf, tagOf } from "./job.ts"
import type { JobsDeps } from "./jobs-deps.ts"
import type { Lease } from "./slots.ts"

/** What came of a start: `started` and `over` let others begin; after `later` it is better to wait. */
export type Launched = "started" | "over" | "later"

/** Starts a running job at Rekognition, in the slot that it has. The same start may have been made before. */
export async function launch(record: JobRecord, job: JobTag, lease: Lease, deps: JobsDeps): Promise<Launched> {
  const original = await deps.locate(record.video)
  if (original === undefined) return giveUp(job, "OriginalGone", deps)
  const { bucket, key } = record.copy ?? original
  const request = {
    bucket,
    key,
    token: job.token,
    tag: tagOf(job),
    settings: recognitionSettingsOf(profileNamed(original.profile)),
  }
  let jobId: string
  try {
    jobId = await deps.recognition.start(job.feature, request)
  } catch (error) {
    return notStarted(record, job, { error, lease }, deps)
  }
  await deps.records.started(job, jobId)
  await deps.waiting.remove(positionIn(record, job))
  await deps.slots.renew(slotOf(job), lease, { ...lease, until: deps.now() + deps.patience })
  deps.logger.info("Started", { ...job, jobId })
  return "started"
}

async function notStarted(
  record: JobRecord,
  job: JobTag,
  { error, lease }: { error: unknown; lease: Lease },
  deps: JobsDeps,
): Promise<Launched> {
  const kind = kindOfStartError(error)
  deps.logger.warn("Rekognition did not start a job", { ...job, error: codeOf(error), kind })
  if (kind === "refused") return giveUp(job, codeOf(error), deps)
  if (kind === "unknown") {
    // Perhaps it did: the slot stays taken, and the sweep repeats the start soon.
    await deps.slots.renew(slotOf(job), lease, { ...lease, until: deps.now() })
    return "later"
  }
  // In this order, so that it is lost nowhere in between: what runs and has a slot is found by its lease.
  await deps.waiting.add({ ...job, position: positionIn(record, job) })
  await deps.records.putBack(job)
  await deps.slots.free(slotOf(job), job.token, kind === "limit" ? "refused" : "unused")
  return "later"
}

async function giveUp(job: JobTag, code: string, deps: JobsDeps): Promise<Launched> {
  await endJob(job, failureOf(job.feature, code), deps)
  return "over"
}

function positionIn({ jobs }: JobRecord, { feature }: JobTag): string {
  return jobs[feature]?.position ?? ""
}
