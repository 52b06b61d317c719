import { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { S3Client } from "@aws-sdk/client-s3"
import { SQSClient } from "@aws-sdk/client-sqs"
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb"
import { lambdaRuntime, lazy, linked, type Publish } from "@darkroom/lambda"
import { setTimeout as sleep } from "node:timers/promises"
import { type Backfills, backfillsTable } from "./backfills.ts"
import { type JobTasks, jobTasksTable } from "./job-tasks.ts"
import { type Objects, objectsIn } from "./objects.ts"
import { type RefusedRows, refusedRowsTable } from "./refused-rows.ts"
import { objectWriter, type WriteObject } from "./report.ts"
import { type WorkQueue, workQueue } from "./work-queue.ts"

export interface Deps {
  readonly backfills: Backfills
  readonly refused: RefusedRows
  readonly tasks: JobTasks
  readonly objects: Objects
  readonly queue: WorkQueue
  readonly publish: Publish
  readonly writeReport: WriteObject
  /** Physical name of the bucket Photos: objects of others are foreign. */
  readonly photos: string
  /** Of the bucket Output, where the reports are. */
  readonly output: string
  readonly limits: Limits
  /** Milliseconds since the epoch. */
  now(): number
  wait(milliseconds: number): Promise<unknown>
}

export interface Limits {
  /** Milliseconds that one message is worked on; another one goes on. */
  readonly work: number
  /** Milliseconds without a sign of life after which others may go on with it. */
  readonly lease: number
  /** Messages in the fullest of the pipeline's lanes from which on nothing is added. */
  readonly backlog: number
  /** Calls of PutEvents at once. */
  readonly inFlight: number
}

export const defaultDeps = lazy((): Deps => {
  const documents = DynamoDBDocumentClient.from(new DynamoDBClient({}))
  const s3 = new S3Client({})
  const table = linked("Backfills").name
  const output = linked("Output").name
  const lanes = JSON.parse(process.env["DARKROOM_BACKFILL_LANES"] ?? "[]") as string[]
  // The regional endpoint, not the queue's URL: the same code then reaches an endpoint set by AWS_ENDPOINT_URL.
  const sqs = new SQSClient({ useQueueUrlAsEndpoint: false })
  return {
    backfills: backfillsTable(documents, table),
    refused: refusedRowsTable(documents, table),
    tasks: jobTasksTable(documents, table),
    objects: objectsIn(s3),
    queue: workQueue(sqs, process.env["DARKROOM_WORK_QUEUE_URL"] ?? "", lanes),
    publish: lambdaRuntime().publish,
    writeReport: objectWriter(s3, output),
    photos: linked("Photos").name,
    output,
    limits: limitsIn(process.env),
    now: Date.now,
    wait: sleep,
  }
})

function limitsIn(environment: NodeJS.ProcessEnv): Limits {
  const number = (name: string, otherwise: number) => Number(environment[name] ?? otherwise)
  return {
    work: number("DARKROOM_WORK_SECONDS", 300) * 1000,
    lease: number("DARKROOM_LEASE_SECONDS", 30) * 1000,
    backlog: number("DARKROOM_BACKLOG", 10_000),
    inFlight: 16,
  }
}
