import {
  type Feature,
  featuresOf,
  profileNamed,
  type VideoMetadata,
  type VideoMetadataExtracted,
  VideoTagged,
} from "@darkroom/events"
import { haveAllEnded, type Job, type JobRecord, jobsOf, positionOf, runKeyOf, tokenOf } from "./job.ts"
import { type JobsDeps, jobsDeps } from "./jobs-deps.ts"
import { messages } from "./messages.ts"
import { pump } from "./pump.ts"

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
  const record = await writeDown(newRecord(event, features), deps)
  for (const [feature, { state, token, position }] of jobsOf(record))
    if (state === "waiting" && !record.removed) await deps.waiting.add({ videoId: video.id, feature, token, position })
  await pump(deps)
  return undefined
}

/** H.264 in MPEG-4 or MOV, six hours at the most. https://docs.aws.amazon.com/rekognition/latest/dg/limits.html */
function reasonToSkip(key: string, { codec, container, duration }: VideoMetadata): string | undefined {
  const names = { mp4: "MP4", mov: "MOV", webm: "WebM", mkv: "Matroska" }
  if (codec !== "h264" || (container !== "mp4" && container !== "mov"))
    return messages.notForRekognition(key, nameOfCodec(codec), names[container])
  return duration > MOST_MILLISECONDS ? messages.tooLong(key) : undefined
}

const MOST_MILLISECONDS = 6 * 3600_000

function nameOfCodec(codec: string): string {
  return { h264: "H.264", hevc: "HEVC", vp8: "VP8", vp9: "VP9", av1: "AV1" }[codec] ?? codec
}

function newRecord({ data, ...cause }: VideoMetadataExtracted, features: readonly Feature[]): JobRecord {
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

function notTagged(event: VideoMetadataExtracted, skipped: string): VideoTagged {
  const { video, metadata } = event.data
  const nothing = { features: [], failed: [], labels: [], faces: null, text: [], moderation: [], celebrities: [] }
  return VideoTagged.create(
    { video, metadata, ...nothing, skipped, modelVersion: null, response: null },
    { cause: event },
  )
}
