import { AwsError } from "../../errors.ts"
import type { JsonOperation } from "../../json-protocol.ts"
import type { Caller } from "../../service.ts"
import { validate } from "../constraints.ts"
import { invalidParameter, invalidS3Object, videoTooLarge } from "../errors.ts"
import type { VideoAnalysis } from "./analysis.ts"
import type { Begin } from "./begin-job.ts"
import type { StartInput } from "./job.ts"
import { startRequest } from "./job-shapes.ts"
import type { OpenObject } from "./open-object.ts"

/** https://docs.aws.amazon.com/rekognition/latest/dg/limits.html */
const MAX_VIDEO_BYTES = 10 * 1024 ** 3

export interface StartOptions extends Begin {
  readonly openObject: OpenObject
  /** Gives a job that has begun to whoever looks at videos. */
  readonly enqueue: (id: string) => void
}

/** https://docs.aws.amazon.com/rekognition/latest/APIReference/API_StartLabelDetection.html and the like */
export function startOperation(analysis: VideoAnalysis, options: StartOptions): JsonOperation {
  const { known, begin, enqueue, openObject } = options
  const shape = startRequest(analysis.startMembers)
  return async (input: StartInput, caller) => {
    validate(input, shape)
    analysis.check?.(input)
    const before = known(analysis.name, input)
    if (before !== undefined) return { JobId: before }
    await checkVideo(input.Video, openObject, caller)
    // Meanwhile the same may have been asked for once more.
    const JobId = known(analysis.name, input) ?? begin(analysis.name, input, caller)
    enqueue(JobId)
    return { JobId }
  }
}

async function checkVideo({ S3Object = {} }: StartInput["Video"], openObject: OpenObject, caller: Caller) {
  const { Bucket, Name, Version } = S3Object
  if (!Bucket || !Name) throw invalidParameter("Video needs an S3Object with Bucket and Name")
  if (Version) throw invalidParameter("the offline engine reads the current version of an object, and no other")
  const object = await openObject(Bucket, Name, caller).catch((cause: unknown) => {
    throw cause instanceof AwsError ? invalidS3Object({ cause }) : cause
  })
  if (object === undefined) throw invalidS3Object()
  await object.file.close()
  if (object.size > MAX_VIDEO_BYTES) throw videoTooLarge(MAX_VIDEO_BYTES)
}
