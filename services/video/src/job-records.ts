import { GetCommand, PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb"
import type { FeatureFailure } from "@darkroom/events"
import { type Job, type JobName, type JobRecord, type JobTag, runKeyOf } from "./job.ts"
import { isWritten, type JobTable, unlessRefused } from "./table.ts"

/** What is known of each video's jobs. Every change names the token of the start that it is about, and changes nothing of another. */
export interface JobRecords {
  read(videoId: string): Promise<JobRecord | undefined>
  /** False where there is one, unless it is that of an earlier run, `replaces`. */
  create(record: JobRecord, replaces?: JobRecord): Promise<boolean>
  /** Waiting -> running. Undefined where it does not wait, or the video is gone. */
  begin(job: JobTag): Promise<JobRecord | undefined>
  started(job: JobTag, jobId: string): Promise<boolean>
  /** Running -> waiting. */
  putBack(job: JobTag): Promise<boolean>
  /** Running, and Rekognition does not know it: the next start of it. */
  again(job: JobTag, next: Pick<Job, "token" | "attempt">): Promise<JobRecord | undefined>
  /** Running -> ended. Undefined where it does not run. */
  end(job: JobTag, failure: FeatureFailure | undefined): Promise<JobRecord | undefined>
  /** When all have ended: the time that is written first. */
  endAll(videoId: string, time: Date): Promise<string>
  /** Marks the video as gone, whether anything is known of it or not. */
  remove(videoId: string): Promise<JobRecord | undefined>
}

/** Longer than any message about the video can live. */
const KEPT_SECONDS = 30 * 24 * 3600

const keyOf = (videoId: string) => ({ pk: `video#${videoId}`, sk: "record" })

export function jobRecordsIn({ client, name }: JobTable, now: () => number): JobRecords {
  const expires = () => Math.floor(now() / 1000) + KEPT_SECONDS

  /** Changes a job of that token that is in the state; answers the record as it is then. */
  async function change(
    { videoId, feature, token }: JobTag,
    { from, set, values = {}, alive = false }: { from: Job["state"]; set: string; values?: object; alive?: boolean },
  ): Promise<JobRecord | undefined> {
    const command = new UpdateCommand({
      TableName: name,
      Key: keyOf(videoId),
      UpdateExpression: set,
      ConditionExpression: `jobs.#f.#state = :from AND jobs.#f.#token = :token${alive ? " AND attribute_not_exists(removed)" : ""}`,
      ExpressionAttributeNames: { "#f": feature, "#state": "state", "#token": "token" },
      ExpressionAttributeValues: { ":from": from, ":token": token, ...values },
      ReturnValues: "ALL_NEW",
    })
    const output = await unlessRefused(client.send(command))
    return output && (output.Attributes as unknown as JobRecord)
  }

  return {
    async read(videoId) {
      const { Item } = await client.send(new GetCommand({ TableName: name, Key: keyOf(videoId), ConsistentRead: true }))
      // Of a video that was removed before it had jobs, nothing else is known.
      return Item && ({ jobs: {}, ...Item } as unknown as JobRecord)
    },
    create: (record, replaces) =>
      isWritten(
        client.send(
          new PutCommand({
            TableName: name,
            Item: { ...keyOf(record.video.id), ...record, run: runKeyOf(record.cause) },
            ...(replaces === undefined
              ? { ConditionExpression: "attribute_not_exists(pk)" }
              : {
                  ConditionExpression: "run = :run AND attribute_not_exists(removed)",
                  ExpressionAttributeValues: { ":run": runKeyOf(replaces.cause) },
                }),
          }),
        ),
      ),
    begin: (job) =>
      change(job, { from: "waiting", set: "SET jobs.#f.#state = :to", values: { ":to": "running" }, alive: true }),
    started: async (job, jobId) =>
      (await change(job, { from: "running", set: "SET jobs.#f.jobId = :jobId", values: { ":jobId": jobId } })) !==
      undefined,
    putBack: async (job) =>
      (await change(job, { from: "running", set: "SET jobs.#f.#state = :to", values: { ":to": "waiting" } })) !==
      undefined,
    again: (job, { token, attempt }) =>
      change(job, {
        from: "running",
        set: "SET jobs.#f.#token = :next, jobs.#f.attempt = :attempt REMOVE jobs.#f.jobId",
        values: { ":next": token, ":attempt": attempt },
      }),
    end: (job, failure) =>
      change(job, {
        from: "running",
        set: `SET jobs.#f.#state = :to, expires = :expires${failure ? ", jobs.#f.failure = :failure" : ""}`,
        values: { ":to": "ended", ":expires": expires(), ...(failure && { ":failure": failure }) },
      }),
    async endAll(videoId, time) {
      const command = new UpdateCommand({
        TableName: name,
        Key: keyOf(videoId),
        UpdateExpression: "SET endedAt = if_not_exists(endedAt, :time)",
        ExpressionAttributeValues: { ":time": time.toISOString() },
        ReturnValues: "ALL_NEW",
      })
      const { Attributes } = await client.send(command)
      return String(Attributes?.["endedAt"])
    },
    async remove(videoId) {
      const command = new UpdateCommand({
        TableName: name,
        Key: keyOf(videoId),
        UpdateExpression: "SET removed = :removed, expires = :expires",
        ExpressionAttributeValues: { ":removed": true, ":expires": expires() },
        ReturnValues: "ALL_NEW",
      })
      const { Attributes } = await client.send(command)
      return Attributes && ({ jobs: {}, ...Attributes } as unknown as JobRecord)
    },
  }
}

/** A job as every change of it is named. */
export function named({ videoId, feature }: JobName, { token }: Pick<Job, "token">): JobTag {
  return { videoId, feature, token }
}
