import {
  GetCelebrityRecognitionCommand,
  GetContentModerationCommand,
  GetFaceDetectionCommand,
  GetLabelDetectionCommand,
  GetTextDetectionCommand,
  type RekognitionClient,
  StartCelebrityRecognitionCommand,
  StartContentModerationCommand,
  StartFaceDetectionCommand,
  StartLabelDetectionCommand,
  StartTextDetectionCommand,
} from "@aws-sdk/client-rekognition"
import type { Feature, RecognitionSettings } from "@darkroom/events"

export interface StartRequest {
  readonly bucket: string
  readonly key: string
  /** Of a repeated start with the same one, Rekognition answers with the first one's job. */
  readonly token: string
  readonly tag: string
  readonly settings: RecognitionSettings
}

/** A page of an answer, as far as all features have it in common. */
export interface AnswerPage {
  readonly JobStatus?: string
  readonly StatusMessage?: string
  readonly NextToken?: string
  readonly JobTag?: string
  readonly [member: string]: unknown
}

/** Rekognition's jobs on videos. */
export interface VideoRecognition {
  /** The job's id. */
  start(feature: Feature, request: StartRequest): Promise<string>
  get(feature: Feature, jobId: string, nextToken?: string): Promise<AnswerPage>
}

/** Where Rekognition tells of the end of jobs, and the role by which it may. */
export interface Channel {
  readonly SNSTopicArn: string
  readonly RoleArn: string
}

interface Common {
  readonly Video: { readonly S3Object: { readonly Bucket: string; readonly Name: string } }
  readonly ClientRequestToken: string
  readonly JobTag: string
  readonly NotificationChannel: Channel
}

/** The most that each gives at once. */
const PAGE = 1000

export function rekognitionVideos(
  client: () => Pick<RekognitionClient, "send">,
  channel: () => Channel,
): VideoRecognition {
  const starts: Record<
    Feature,
    (common: Common, settings: RecognitionSettings) => Promise<{ JobId?: string | undefined }>
  > = {
    labels: (common, { labels }) =>
      client().send(new StartLabelDetectionCommand({ ...common, MinConfidence: labels.minConfidence })),
    faces: (common, { faces }) =>
      client().send(
        new StartFaceDetectionCommand({ ...common, FaceAttributes: faces.attributes?.length ? "ALL" : "DEFAULT" }),
      ),
    text: (common, { text }) =>
      client().send(
        new StartTextDetectionCommand({ ...common, Filters: { WordFilter: { MinConfidence: text.minConfidence } } }),
      ),
    moderation: (common, { moderation }) =>
      client().send(new StartContentModerationCommand({ ...common, MinConfidence: moderation.minConfidence })),
    celebrities: (common) => client().send(new StartCelebrityRecognitionCommand(common)),
  }
  const gets: Record<Feature, (page: Page) => Promise<object>> = {
    labels: (page) => client().send(new GetLabelDetectionCommand({ ...page, SortBy: "TIMESTAMP" })),
    faces: (page) => client().send(new GetFaceDetectionCommand(page)),
    text: (page) => client().send(new GetTextDetectionCommand(page)),
    moderation: (page) => client().send(new GetContentModerationCommand({ ...page, SortBy: "TIMESTAMP" })),
    celebrities: (page) => client().send(new GetCelebrityRecognitionCommand({ ...page, SortBy: "TIMESTAMP" })),
  }
  return {
    async start(feature, { bucket, key, token, tag, settings }) {
      const common: Common = {
        Video: { S3Object: { Bucket: bucket, Name: key } },
        ClientRequestToken: token,
        JobTag: tag,
        NotificationChannel: channel(),
      }
      const { JobId } = await starts[feature](common, settings)
      if (JobId === undefined) throw new Error(`Rekognition started ${tag} and did not tell the job's id`)
      return JobId
    },
    async get(feature, JobId, NextToken) {
      const page = await gets[feature]({ JobId, MaxResults: PAGE, ...(NextToken === undefined ? {} : { NextToken }) })
      const { $metadata: _, ...answer } = page as AnswerPage & { $metadata?: unknown }
      return answer
    },
  }
}

interface Page {
  readonly JobId: string
  readonly MaxResults: number
  readonly NextToken?: string
}
