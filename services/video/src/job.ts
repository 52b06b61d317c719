import {
  type DarkroomEvent,
  derivedId,
  type Feature,
  type FeatureFailure,
  featureSchema,
  type Video,
  type VideoMetadata,
} from "@darkroom/events"

/** One feature of one video at Rekognition. A running job without `jobId` is being started, or whoever did so died. */
export interface Job {
  readonly state: "waiting" | "running" | "ended"
  /** Which start of the job this is: Rekognition answers a repeated start of the same token with the same job. */
  readonly token: string
  /** From 1. */
  readonly attempt: number
  readonly jobId?: string
  /** Its place among those that wait. */
  readonly position: string
  /** Why it ended without an answer. */
  readonly failure?: FeatureFailure
}

/** All that is known of a video's jobs. */
export interface JobRecord {
  readonly video: Video
  readonly metadata: VideoMetadata
  /** What Rekognition looks at in place of an original that it cannot read, in the bucket of the answers. */
  readonly copy?: { readonly bucket: string; readonly key: string }
  /** The event that asked for the jobs, without its data. */
  readonly cause: Omit<DarkroomEvent, "data">
  readonly jobs: Readonly<Partial<Record<Feature, Job>>>
  /** The video was deleted or replaced: nothing is started any more, and no answer is kept. */
  readonly removed?: boolean
  /** When the last job ended, UTC. */
  readonly endedAt?: string
}

export interface JobName {
  readonly videoId: string
  readonly feature: Feature
}

/** A job that waits, as it stands in the queue. */
export interface WaitingJob extends JobName {
  readonly token: string
  readonly position: string
}

/** What makes two deliveries of an event the same; a replay asks anew. */
export function runKeyOf({ metadata, replayName }: Pick<DarkroomEvent, "metadata" | "replayName">): string {
  return replayName === undefined ? metadata.id : `${metadata.id}#${replayName}`
}

export function tokenOf(cause: JobRecord["cause"], feature: Feature, attempt: number): string {
  return derivedId("video-job", runKeyOf(cause), feature, String(attempt))
}

/** Live uploads go before backfills, and among each the oldest first. */
export function positionOf({ metadata }: JobRecord["cause"], { videoId, feature }: JobName): string {
  return [metadata.origin === "backfill" ? "1" : "0", metadata.time, videoId, feature].join("#")
}

/** The name of a job's slot. */
export function slotOf({ videoId, feature }: JobName): string {
  return `${videoId}#${feature}`
}

export function jobOfSlot(slot: string): JobName {
  const [videoId = "", feature] = slot.split("#")
  return { videoId, feature: featureSchema.parse(feature) }
}

export type JobTag = JobName & { readonly token: string }

/** What Rekognition carries along and says again when the job ends: [a-zA-Z0-9_.-:]. */
export function tagOf({ videoId, feature, token }: JobTag): string {
  return [videoId, feature, token].join(":")
}

/** Undefined for the tags of others' jobs. */
export function readTag(tag: string | undefined): JobTag | undefined {
  const [videoId, name, token, ...more] = (tag ?? "").split(":")
  const feature = featureSchema.safeParse(name).data
  if (!videoId || !token || feature === undefined || more.length > 0) return undefined
  return { videoId, feature, token }
}

export function jobsOf({ jobs }: JobRecord): [Feature, Job][] {
  return featureSchema.options.flatMap((feature) => {
    const job = jobs[feature]
    return job === undefined ? [] : [[feature, job] satisfies [Feature, Job]]
  })
}

export function haveAllEnded(record: JobRecord): boolean {
  return jobsOf(record).every(([, { state }]) => state === "ended")
}
