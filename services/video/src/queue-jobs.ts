import {
  type Feature,
  featuresOf,
  profileNamed,
  type VideoCopied,
  type VideoMetadataExtracted,
  type VideoTagged,
} from "@darkroom/events"
import { haveAllEnded, type Job, type JobRecord, jobsOf, positionOf, runKeyOf, tokenOf } from "./job.ts"
import { type JobsDeps, jobsDeps } from "./jobs-deps.ts"
import { notTagged } from "./not-tagged.ts"
import { pump } from "./pump.ts"
import { needsCopy, reasonToSkip } from "./reason-to-skip.ts"

/** Has the features of a video's profile looked for: each job is written down as waiting, and begins when it gets a slot. */
export async function queueJobs(
  event: VideoMetadataExtracted,
  deps: JobsDeps = jobsDeps(),
): Promise<VideoTagged | undefined> {
  const { video, metadata } = event.data
  const features = featuresOf(profileNamed(video.profile))
  if (features.length === 0) return undefined
  const skipped = reasonToSkip(video.key, metadata)
  if (skipped !== undefined) return notTagged(event, skipped)
  if (!needsCopy(metadata)) await queue(newRecord(event, features), deps)
  return undefined
}

/** The same of a video that Rekognition reads by a copy. A copy that no job looks at is removed. */
export async function queueCopied(event: VideoCopied, deps: JobsDeps = jobsDeps()): Promise<void> {
  const { video, copy } = event.data
  const { bucket, key } = copy
  const own = { ...newRecord(event, featuresOf(profileNamed(video.profile))), copy: { bucket, key } }
  const record = await queue(own, deps)
  if (record.removed || record.copy?.key !== key || haveAllEnded(record)) await deps.documents.remove(key)
}

async function queue(own: JobRecord, deps: JobsDeps): Promise<JobRecord> {
  const record = await writeDown(own, deps)
  const videoId = own.video.id
  for (const [feature, { state, token, position }] of jobsOf(record))
    if (state === "waiting" && !record.removed) await deps.waiting.add({ videoId, feature, token, position })
  await pump(deps)
  return record
}

function newRecord({ data, ...cause }: VideoMetadataExtracted | VideoCopied, features: readonly Feature[]): JobRecord {
  const { video, metadata } = data
  const jobOf = (feature: Feature): Job => ({
    state: "waiting",
    token: tokenOf(cause, feature, 1),
    attempt: 1,
    position: positionOf(cause, { videoId: video.id, feature }),
  })
  return { video, metadata, cause, jobs: Object.fromEntries(features.map((feature) => [feature, jobOf(feature)])) }
}

/** The record as it is then: this one, or that of an earlier delivery. A replay begins anew where the earlier run is over, and joins it where it is not. */
async function writeDown(record: JobRecord, deps: Pick<JobsDeps, "records">): Promise<JobRecord> {
  const { records } = deps
  if (await records.create(record)) return record
  const known = await records.read(record.video.id)
  if (known === undefined) return writeDown(record, deps)
  if (known.removed || runKeyOf(known.cause) === runKeyOf(record.cause) || !haveAllEnded(known)) return known
  return (await records.create(record, known)) ? record : ((await records.read(record.video.id)) ?? record)
}
