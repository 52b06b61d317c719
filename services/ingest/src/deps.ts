import { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { DeleteObjectCommand, S3Client } from "@aws-sdk/client-s3"
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb"
import type { Image } from "@darkroom/events"
import { lazy, linked } from "@darkroom/lambda"
import { type Uploads, uploadsTable } from "./uploads.ts"

export interface Deps {
  readonly uploads: Uploads
  /** Deletes the object if it still is the one of that ETag. */
  deleteOriginal(image: Image): Promise<void>
}

export const defaultDeps = lazy((): Deps => {
  const s3 = new S3Client({})
  return {
    uploads: uploadsTable(DynamoDBDocumentClient.from(new DynamoDBClient({})), linked("Uploads").name),
    async deleteOriginal({ bucket, key, etag }) {
      try {
        await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key, IfMatch: `"${etag}"` }))
      } catch (error) {
        // Gone already, or replaced by another upload: either way it is not this photo's original any more.
        if (!isGone(error)) throw error
      }
    },
  }
})

function isGone(error: unknown): boolean {
  const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode
  return status === 404 || status === 412
}
