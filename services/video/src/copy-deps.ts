import { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { DeleteObjectCommand } from "@aws-sdk/client-s3"
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb"
import type { Video, VideoCopied } from "@darkroom/events"
import { lazy, linked } from "@darkroom/lambda"
import { decoderNamed } from "./call-decoder.ts"
import { CONVERT_SECONDS } from "./decode-limits.ts"
import { copyMadeSchema, type CopyRequest } from "./decoding.ts"
import { type InspectDeps, inspectDeps, type Sniffed } from "./inspect-deps.ts"
import { type JobRecords, jobRecordsIn } from "./job-records.ts"
import { s3, signedOriginal, signedUpload } from "./sign-requests.ts"

/** What copying a video needs of the world. */
export interface CopyDeps extends Pick<InspectDeps, "head"> {
  readonly records: Pick<JobRecords, "read">
  /** Has a copy made and stored under the key. Throws OriginalGone, DamagedVideo, UnsupportedVideo, UndecodablePictures, TooMuchToCopy. */
  makeCopy(video: Video, sniffed: Sniffed, key: string): Promise<VideoCopied["data"]["copy"]>
  removeCopy(key: string): Promise<void>
}

export const copyDeps = lazy((): CopyDeps => {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ maxAttempts: 5 }))
  const bucket = linked("Output").name
  const decode = decoderNamed("DARKROOM_VIDEO_CONVERT", CONVERT_SECONDS, copyMadeSchema)
  return {
    head: inspectDeps.head,
    records: jobRecordsIn({ client, name: linked("VideoJobs").name }, () => Date.now()),
    async makeCopy(video, sniffed, key) {
      const request: CopyRequest = {
        original: await signedOriginal(video, sniffed, CONVERT_SECONDS),
        upload: await signedUpload({ bucket, key, contentType: "video/mp4" }, CONVERT_SECONDS),
      }
      return { bucket, key, ...(await decode(video, request)) }
    },
    removeCopy: async (Key) => void (await s3().send(new DeleteObjectCommand({ Bucket: bucket, Key }))),
  }
})
