import { queueHandler, type Work } from "@darkroom/lambda"
import type { SQSRecord } from "aws-lambda"
import { completeJob } from "./complete-job.ts"
import { readCompletion } from "./completion.ts"

export const handler = queueHandler(async (record) => workOf(record, completeJob))

/** What there is to do for a notification of Rekognition. Throws MalformedEvent. */
export function workOf(record: SQSRecord, complete: typeof completeJob): Work {
  const { id, completion } = readCompletion(record)
  const { JobId: jobId, Status: status, JobTag: jobTag = "none" } = completion
  return { key: `completion#${id}`, ids: { jobId, status, jobTag }, run: () => complete(completion) }
}
