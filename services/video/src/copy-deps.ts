import { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { DeleteObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3"
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb"
import { lazy, linked } from "@darkroom/lambda"
import type { Readable } from "node:stream"
import { type InspectDeps, inspectDeps } from "./inspect-deps.ts"
import { type JobRecords, jobRecordsIn } from "./job-records.ts"

export interface CopyFile {
  readonly bytes: number
  content(): Readable
}

/** What copying a video needs of the world. */
export interface CopyDeps extends Pick<InspectDeps, "readRange" | "head"> {
  readonly records: Pick<JobRecords, "read">
  /** Stores a copy under the key; answers the bucket. */
  putCopy(key: string, file: CopyFile): Promise<string>
  removeCopy(key: string): Promise<void>
  /** Milliseconds since the epoch. */
  now(): number
}

const s3 = lazy(() => new S3Client({ maxAttempts: 3 }))

export const copyDeps = lazy((): CopyDeps => {
  const now = () => Date.now()
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({ maxAttempts: 5 }))
  const Bucket = linked("Output").name
  return {
    readRange: inspectDeps.readRange,
    head: inspectDeps.head,
    records: jobRecordsIn({ client, name: linked("VideoJobs").name }, now),
    async putCopy(Key, { bytes, content }) {
      const object = { Bucket, Key, ContentType: "video/mp4" }
      await s3().send(new PutObjectCommand({ ...object, Body: content(), ContentLength: bytes }))
      return Bucket
    },
    removeCopy: async (Key) => void (await s3().send(new DeleteObjectCommand({ Bucket, Key }))),
    now,
  }
})
