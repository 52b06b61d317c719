import { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { DeleteObjectCommand, S3Client } from "@aws-sdk/client-s3"
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb"
import type { Image } from "@darkroom/events"
import { lazy, linked, unlessGone } from "@darkroom/lambda"
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
    // Gone already, or replaced by another upload: either way it is not this photo's original any more.
    deleteOriginal: async ({ bucket, key, etag }) =>
      void (await unlessGone(() =>
        s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key, IfMatch: `"${etag}"` })),
      )),
  }
})
