import {
  BackfillCompleted,
  BackfillProgressed,
  BackfillStarted,
  OriginalFound,
  OriginalSkipped,
} from "@darkroom/events"
import { bus } from "./bus.ts"
import { permissions } from "./permissions.ts"
import { queueRetention } from "./retention.ts"
import { consumeQueue, runtimePermissions } from "./runtime-permissions.ts"
import { subscribers } from "./services.ts"
import { output, photos } from "./storage.ts"
import { deadLetterQueue, handlerOf, MAX_RECEIVES, MOST_RECEIVES, subscribe, type Subscriber } from "./subscribers.ts"
import { backfills, idempotency } from "./tables.ts"
import { videoSubscribers } from "./video.ts"

const { allow } = permissions

/** Seconds. A turn takes five minutes; a report of a million rows some more. */
const WORK_TIMEOUT = 900

/** Other buckets that manifests and inventories may lie in, by name. */
const manifestBuckets = (process.env["DARKROOM_MANIFEST_BUCKETS"] ?? "").split(",").filter((name) => name !== "")

const readSources = [
  ...permissions.readManifests,
  allow(["s3:GetObject"], $interpolate`${output.arn}/backfill/*`),
  allow(["s3:ListBucket"], output.arn),
  ...manifestBuckets.flatMap((name) => [
    allow(["s3:GetObject"], `arn:aws:s3:::${name}/*`),
    allow(["s3:ListBucket"], `arn:aws:s3:::${name}`),
  ]),
]

const records = ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem"]

const workDeadLetters = deadLetterQueue("BackfillWorkDeadLetters")

/** A message is worked on for some minutes; another one goes on. */
const work = new sst.aws.Queue("BackfillWork", {
  visibilityTimeout: `${WORK_TIMEOUT * 6} seconds`,
  dlq: { queue: workDeadLetters.arn, retry: MOST_RECEIVES },
  transform: { queue: { messageRetentionSeconds: queueRetention } },
})
const sendWork = allow(["sqs:SendMessage"], work.arn)

/** What waits in these, a backfill does not add to. */
const lanes = [...subscribers, ...videoSubscribers].flatMap(({ backfillQueue }) => backfillQueue ?? [])

const common = {
  link: [bus, output, photos, idempotency, backfills],
  environment: {
    DARKROOM_SERVICE: "backfill",
    DARKROOM_MAX_RECEIVES: String(MAX_RECEIVES),
    DARKROOM_WORK_QUEUE_URL: work.url,
  },
}

/** Counts what ingest did not take in. */
const skipped = subscribe({
  service: "backfill",
  on: [OriginalSkipped],
  link: [backfills, photos],
  environment: { DARKROOM_WORK_QUEUE_URL: work.url },
  permissions: [allow(records, backfills.arn), sendWork],
})

const worker = new sst.aws.Function("BackfillWorkHandler", {
  ...handlerOf("backfill", "work-handler"),
  ...common,
  timeout: `${WORK_TIMEOUT} seconds`,
  memory: "1024 MB",
  environment: {
    ...common.environment,
    DARKROOM_QUEUE_RECEIVES: String(MOST_RECEIVES),
    DARKROOM_DEAD_LETTER_URL: workDeadLetters.url,
    // Who waits for a lease waits for no longer than that takes.
    DARKROOM_MAX_BACKOFF: "30",
    // Messages in the fullest lane from which on it adds none.
    DARKROOM_BACKLOG: "10000",
    DARKROOM_BACKFILL_LANES: $jsonStringify(lanes.map(({ url }) => url)),
  },
  permissions: [
    ...runtimePermissions({ consumes: [], emits: [OriginalFound, BackfillProgressed, BackfillCompleted] }),
    ...readSources,
    allow([...records, "dynamodb:BatchGetItem", "dynamodb:BatchWriteItem", "dynamodb:Query"], backfills.arn),
    allow(["s3:PutObject", "s3:AbortMultipartUpload"], $interpolate`${output.arn}/backfill/*/report.csv`),
    allow(["sqs:GetQueueAttributes"], ...lanes.map(({ arn }) => arn)),
    allow([...consumeQueue, "sqs:SendMessage"], work.arn),
    allow(["sqs:SendMessage"], workDeadLetters.arn),
  ],
})
work.subscribe($util.unsecret(worker.arn), {
  batch: { size: 1, partialResponses: true },
  // A backfill each; a second one of the same waits for its lease.
  transform: { eventSourceMapping: { scalingConfig: { maximumConcurrency: 10 } } },
})

/** Is invoked, and waited for, by the command line and the gallery. */
export const backfillControl = new sst.aws.Function("BackfillControl", {
  ...handlerOf("backfill", "control-handler"),
  ...common,
  timeout: "30 seconds",
  memory: "512 MB",
  permissions: [
    ...runtimePermissions({ consumes: [], emits: [BackfillStarted, BackfillProgressed] }),
    ...readSources,
    allow([...records, "dynamodb:BatchGetItem", "dynamodb:Query"], backfills.arn),
    sendWork,
  ],
})

/** Is invoked by S3 Batch Operations, with the role of the job: docs/backfill.md. */
export const backfillBatch = new sst.aws.Function("BackfillBatch", {
  ...handlerOf("backfill", "batch-handler"),
  ...common,
  timeout: "60 seconds",
  memory: "512 MB",
  permissions: [
    ...runtimePermissions({ consumes: [], emits: [OriginalFound, BackfillStarted] }),
    allow([...records, "dynamodb:BatchWriteItem"], backfills.arn),
    sendWork,
  ],
})

/** What reads queues, for stacks/operations.ts. */
export const backfillSubscribers: Subscriber[] = [
  skipped,
  {
    service: "backfill",
    name: "BackfillWorkHandler",
    rules: [],
    onReplay: "redo",
    queue: work,
    deadLetters: workDeadLetters,
    handler: worker,
    eventRules: [],
  },
]

/** For services/failures. */
export const backfillDeadLetters = [
  { service: "backfill", subscriber: "Backfill", reader: "Backfill", queue: skipped.deadLetters },
  { service: "backfill", subscriber: "BackfillWorkHandler", reader: "BackfillWork", queue: workDeadLetters },
]
