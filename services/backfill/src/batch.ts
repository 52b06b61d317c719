import { derivedId } from "@darkroom/events"
import { z } from "zod"
import { decodeKey } from "./csv/decode-key.ts"
import { type Deps, defaultDeps } from "./deps.ts"
import { found, started } from "./events-of.ts"
import { type BackfillRecord, noCounts } from "./record.ts"
import { foreignness } from "./work/batches.ts"

const common = { invocationId: z.string(), job: z.object({ id: z.string().min(1) }) }
const task = { taskId: z.string().min(1), s3Key: z.string() }

/**
 * How S3 Batch Operations invoke a function. Version 2.0 has the bucket's name instead of its ARN, and arguments of the job's maker.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-invoke-lambda.html
 */
export const batchInvocationSchema = z.discriminatedUnion("invocationSchemaVersion", [
  z.object({
    invocationSchemaVersion: z.literal("1.0"),
    ...common,
    tasks: z.array(z.object({ ...task, s3BucketArn: z.string().min(1) })),
  }),
  z.object({
    invocationSchemaVersion: z.literal("2.0"),
    ...common,
    job: z.object({ id: z.string().min(1), userArguments: z.record(z.string(), z.string()).nullish() }),
    tasks: z.array(z.object({ ...task, s3Bucket: z.string().min(1) })),
  }),
])
type Invocation = z.output<typeof batchInvocationSchema>
type Task = Invocation["tasks"][number]

export interface TaskResult {
  readonly taskId: string
  readonly resultCode: "Succeeded" | "TemporaryFailure" | "PermanentFailure"
  readonly resultString: string
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-invoke-lambda.html: the report keeps 1,024 characters. */
const RESULT_LENGTH = 1024

/** The job has no rate of ours: S3 decides how fast it asks. */
const JOBS_RATE = 1_000

/** Puts the objects of a job on the bus and says of each task what became of it. Throws for what is no invocation. */
export async function batchTasks(input: unknown, deps: Deps = defaultDeps()) {
  const invocation = batchInvocationSchema.parse(input)
  const record = await recordOf(invocation, deps)
  const results = await Promise.all(invocation.tasks.map((each) => resultOf(each, record, deps)))
  return {
    invocationSchemaVersion: invocation.invocationSchemaVersion,
    treatMissingKeysAs: "PermanentFailure",
    invocationId: invocation.invocationId,
    results,
  } as const
}

/** The backfill of the job, begun by its first invocation; its last one is told by `heldUntil`. */
async function recordOf(invocation: Invocation, deps: Deps): Promise<BackfillRecord> {
  const { id: jobId } = invocation.job
  const id = derivedId("backfill", jobId)
  const now = deps.now()
  const changed = await deps.backfills.change(id, ["running"], { heldUntil: now })
  const known = changed ?? (await deps.backfills.get(id))
  if (known) return known
  const args = "userArguments" in invocation.job ? invocation.job.userArguments : undefined
  const record: BackfillRecord = {
    id,
    source: { kind: "batch", jobId },
    rate: JOBS_RATE,
    again: args?.["again"] === "true",
    state: "running",
    startedAt: now,
    endedAt: null,
    told: false,
    message: null,
    etag: null,
    position: null,
    counts: noCounts,
    done: null,
    waiting: false,
    holder: null,
    heldUntil: now,
  }
  if (await deps.backfills.create(record)) {
    await deps.publish([started(record)])
    await deps.queue.send({ id })
  }
  return record
}

/** What became of a task; it is counted last, so that one which was not finished is asked again and counted then. */
async function resultOf(each: Task, record: BackfillRecord, deps: Deps): Promise<TaskResult> {
  const { taskId, s3Key } = each
  const failed = (resultCode: TaskResult["resultCode"], reason: string): TaskResult => {
    return { taskId, resultCode, resultString: reason.slice(0, RESULT_LENGTH) }
  }
  if (record.state === "paused") return failed("TemporaryFailure", "the backfill of this job is paused")
  if (record.state === "cancelled") return failed("PermanentFailure", "the backfill of this job was cancelled")
  const bucket = "s3Bucket" in each ? each.s3Bucket : (each.s3BucketArn.split(":").at(-1) ?? "")
  const decoded = decodeKey(s3Key)
  const reason = "key" in decoded ? foreignness({ bucket, key: decoded.key }, deps.photos) : decoded.reason
  try {
    if (reason !== undefined) {
      await deps.refused.add(record.id, [{ row: s3Key, text: s3Key, reason }])
      await deps.tasks.count(record.id, taskId, "key" in decoded ? "foreign" : "malformed")
      return failed("PermanentFailure", reason)
    }
    const event = found(record, s3Key, { bucket, key: "key" in decoded ? decoded.key : "" })
    await deps.publish([event])
    await deps.tasks.count(record.id, taskId, "emitted")
    return { taskId, resultCode: "Succeeded", resultString: event.metadata.id }
  } catch (error) {
    return failed("TemporaryFailure", (error as Error).message)
  }
}
