import { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { RekognitionClient } from "@aws-sdk/client-rekognition"
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb"
import type { Image } from "@darkroom/events"
import {
  type Documents,
  lambdaRuntime,
  lazy,
  linked,
  originals,
  outputDocuments,
  type Publish,
  type Runtime,
} from "@darkroom/lambda"
import { type JobRecords, jobRecordsIn } from "./job-records.ts"
import { PATIENCE_MILLISECONDS, STARTING_MILLISECONDS } from "./leases.ts"
import { rekognitionVideos, type VideoRecognition } from "./recognition.ts"
import { type Slots, slotsIn } from "./slots.ts"
import { type WaitingJobs, waitingJobsIn } from "./waiting-jobs.ts"

/** What the jobs at Rekognition need of the world. */
export interface JobsDeps {
  readonly slots: Slots
  readonly waiting: WaitingJobs
  readonly records: JobRecords
  readonly recognition: VideoRecognition
  /** Where the answers are kept. */
  readonly documents: Documents
  /** Name of the bucket that they are in. */
  documentsBucket(): string
  /** The video with the key under which the original is now; undefined where it was deleted or replaced. */
  locate(video: Image): Promise<Image | undefined>
  readonly publish: Publish
  readonly logger: Pick<Runtime["logger"], "info" | "warn">
  /** Milliseconds since the epoch. */
  now(): number
  /** Milliseconds after which a running job is asked after of which nothing was heard. */
  /** Milliseconds that whoever took a slot has to start its job. */
  readonly starting: number
  readonly patience: number
}

/** As many jobs as AWS lets an account run at once, unless it is asked for more. https://docs.aws.amazon.com/general/latest/gr/rekognition.html */
const DEFAULT_JOBS = 20

// A start that is throttled is tried again by the SDK for some seconds; then the sweep goes on.
const rekognition = lazy(() => new RekognitionClient({ maxAttempts: 5 }))
const channel = () => ({
  SNSTopicArn: linked("VideoCompletions").arn,
  RoleArn: process.env["DARKROOM_VIDEO_ROLE"] ?? "",
})

export const jobsDeps = lazy((): JobsDeps => {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ maxAttempts: 5 }), {
    marshallOptions: { removeUndefinedValues: true },
  })
  const table = { client, name: linked("VideoJobs").name }
  const now = () => Date.now()
  return {
    slots: slotsIn(table, Number(process.env["DARKROOM_VIDEO_JOBS"] ?? DEFAULT_JOBS)),
    waiting: waitingJobsIn(table),
    records: jobRecordsIn(table, now),
    recognition: rekognitionVideos(rekognition, channel),
    documents: outputDocuments,
    documentsBucket: () => linked("Output").name,
    locate: originals.locate,
    publish: (events) => lambdaRuntime().publish(events),
    logger: lambdaRuntime().logger,
    now,
    starting: Number(process.env["DARKROOM_VIDEO_STARTING"] ?? STARTING_MILLISECONDS),
    patience: Number(process.env["DARKROOM_VIDEO_PATIENCE"] ?? PATIENCE_MILLISECONDS),
  }
})
