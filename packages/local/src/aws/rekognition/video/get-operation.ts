import type { JsonOperation } from "../../json-protocol.ts"
import { validate } from "../constraints.ts"
import { resourceNotFound } from "../errors.ts"
import type { VideoAnalysis } from "./analysis.ts"
import type { VideoJob } from "./job.ts"
import type { JobRows } from "./job-rows.ts"
import { getRequest } from "./job-shapes.ts"
import { pageOf, type PageRequest } from "./page.ts"

interface Input extends PageRequest {
  readonly JobId: string
}

/** https://docs.aws.amazon.com/rekognition/latest/APIReference/API_GetLabelDetection.html and the like */
export function getOperation(analysis: VideoAnalysis, find: (id: string) => VideoJob | undefined, rows: JobRows) {
  const shape = getRequest(analysis.getMembers)
  const get: JsonOperation = (input: Input) => {
    validate(input, shape)
    const job = find(input.JobId)
    if (job?.analysis !== analysis.name) throw resourceNotFound(`job ${input.JobId}`)
    if (job.status !== "SUCCEEDED") return { ...jobOutput(job), [analysis.list]: [] }
    const { items, others } = analysis.results(rows.moments(job.id), input)
    const { page, NextToken } = pageOf(items, input, `${job.id} ${JSON.stringify(others)}`)
    const next = NextToken === undefined ? {} : { NextToken }
    return { ...jobOutput(job), VideoMetadata: job.metadata, [analysis.list]: page, ...others, ...next }
  }
  return get
}

function jobOutput({ id, status, statusMessage, input: { Video, JobTag } }: VideoJob) {
  return {
    JobId: id,
    JobStatus: status,
    Video,
    ...(statusMessage === undefined ? {} : { StatusMessage: statusMessage }),
    ...(JobTag === undefined ? {} : { JobTag }),
  }
}
