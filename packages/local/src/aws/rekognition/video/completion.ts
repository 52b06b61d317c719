import type { JobEnd, NotificationChannel, VideoJob } from "./job.ts"

/** Publishes what a job's topic is told, in the name of the channel's role. */
export type TellCompletion = (channel: NotificationChannel, message: string) => void

/** https://docs.aws.amazon.com/rekognition/latest/dg/video-notification-payload.html */
export function completionMessage({ id, analysis, input }: VideoJob, { status }: JobEnd, at: number): string {
  const { Bucket, Name } = input.Video.S3Object ?? {}
  return JSON.stringify({
    JobId: id,
    Status: status,
    API: `Start${analysis}`,
    JobTag: input.JobTag,
    Timestamp: at,
    Video: { S3ObjectName: Name, S3Bucket: Bucket },
  })
}
