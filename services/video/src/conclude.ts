import {
  type FeatureFailure,
  profileNamed,
  type Feature,
  VideoTagged,
  videoResponseKey,
  recognitionSettingsOf,
} from "@darkroom/events"
import { readAll, readAnswers, storeAnswer } from "./answers.ts"
import { failedJob } from "./failures.ts"
import { findingsOf } from "./findings-of.ts"
import { haveAllEnded, type Job, type JobRecord, type JobTag, jobsOf, slotOf, tagOf } from "./job.ts"
import type { JobsDeps } from "./jobs-deps.ts"

/** Asks Rekognition how a job of that id stands, and ends it if it has ended. `foreign`: the id is that of another job. */
export async function conclude(
  record: JobRecord,
  job: JobTag,
  jobId: string,
  deps: JobsDeps,
): Promise<"ended" | "running" | "foreign"> {
  const { feature } = job
  const first = await deps.recognition.get(feature, jobId)
  if (first.JobTag !== undefined && first.JobTag !== tagOf(job)) return "foreign"
  if (first.JobStatus !== "SUCCEEDED" && first.JobStatus !== "FAILED") return "running"
  if (first.JobStatus === "FAILED") {
    deps.logger.warn("Rekognition could not finish a job", { ...job, jobId, status: first.StatusMessage })
    await endJob(job, failedJob(feature), deps)
    return "ended"
  }
  if (!record.removed)
    await storeAnswer(record.video, feature, await readAll(feature, { jobId, first }, deps.recognition), deps.documents)
  await endJob(job, undefined, deps)
  return "ended"
}

/** A running job has ended. The slot is given back last: as long as it is taken, somebody comes back to what is not done. */
export async function endJob(job: JobTag, failure: FeatureFailure | undefined, deps: JobsDeps): Promise<void> {
  const record = (await deps.records.end(job, failure)) ?? (await deps.records.read(job.videoId))
  if (record !== undefined) await finishJob(record, job, deps)
}

/** All that follows once a job is written down as ended; doing it again changes nothing. */
export async function finishJob(record: JobRecord, job: JobTag, deps: JobsDeps): Promise<void> {
  if (record.removed) await deps.documents.remove(videoResponseKey(record.video))
  else if (haveAllEnded(record)) {
    await tellAll(record, deps)
    if (record.copy) await deps.documents.remove(record.copy.key)
  }
  const position = record.jobs[job.feature]?.position
  if (position !== undefined) await deps.waiting.remove(position)
  await deps.slots.free(slotOf(job), job.token, "ended")
}

/** Every job of the video has ended: one VideoTagged, the same however often it is made. */
async function tellAll(record: JobRecord, deps: JobsDeps): Promise<void> {
  const { video, metadata, cause } = record
  const endedAt = await deps.records.endAll(video.id, new Date(deps.now()))
  const answers = (await readAnswers(video, deps.documents)) ?? {}
  const asked = jobsOf(record)
  const failed = asked.flatMap(([, { failure }]) => failure ?? [])
  const findings = findingsOf(withoutOthers(answers, asked), {
    failed,
    settings: recognitionSettingsOf(profileNamed(video.profile)),
  })
  const response =
    findings.features.length > 0 ? { bucket: deps.documentsBucket(), key: videoResponseKey(video) } : null
  const modelVersion = answers.labels?.LabelModelVersion ?? null
  const tagged = VideoTagged.create(
    { video, metadata, ...findings, skipped: null, modelVersion, response },
    { cause: { ...cause, data: null }, time: new Date(endedAt) },
  )
  await deps.publish([tagged])
}

/** An earlier run's answer of a feature that failed this time says nothing of this one. */
function withoutOthers(answers: object, asked: readonly [Feature, Job][]): object {
  const answered = asked.filter(([, { failure }]) => failure === undefined).map(([feature]) => feature)
  return Object.fromEntries(Object.entries(answers).filter(([feature]) => answered.includes(feature as Feature)))
}
