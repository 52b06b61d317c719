/** A Start operation's request, as far as all of them have the same. */
export interface StartInput {
  readonly Video: { readonly S3Object?: VideoObject }
  readonly ClientRequestToken?: string
  readonly NotificationChannel?: NotificationChannel
  readonly JobTag?: string
}

export interface VideoObject {
  readonly Bucket?: string
  readonly Name?: string
  readonly Version?: string
}

export interface NotificationChannel {
  readonly SNSTopicArn: string
  readonly RoleArn: string
}

export type JobStatus = "IN_PROGRESS" | "SUCCEEDED" | "FAILED"

export interface VideoJob {
  readonly id: string
  /** Such as `LabelDetection`. */
  readonly analysis: string
  readonly input: StartInput
  /** Who started it, in whose name the video is read. */
  readonly accessKeyId: string
  readonly status: JobStatus
  /** Of a failed one. */
  readonly statusMessage?: string
  /** Of one that succeeded: VideoMetadata. */
  readonly metadata?: object
  /** Milliseconds since the epoch. */
  readonly created: number
  readonly ended?: number
}

export type NewJob = Pick<VideoJob, "id" | "analysis" | "input" | "accessKeyId" | "created">

export interface JobEnd {
  readonly status: "SUCCEEDED" | "FAILED"
  readonly statusMessage?: string
  readonly metadata?: object
}
