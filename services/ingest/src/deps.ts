import { DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { S3Client } from "@aws-sdk/client-s3"
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb"
import { lazy, linked } from "@darkroom/lambda"
import { type Filings, filingsTable } from "./filings.ts"
import { type Objects, objectsIn } from "./objects.ts"
import { type Reservations, reservationsIn } from "./reservations.ts"
import { type Uploads, uploadsTable } from "./uploads.ts"

export interface Deps {
  readonly uploads: Uploads
  readonly filings: Filings
  readonly reservations: Reservations
  readonly objects: Objects
  /** Milliseconds since the epoch. */
  now(): number
}

export const defaultDeps = lazy((): Deps => {
  const documents = DynamoDBDocumentClient.from(new DynamoDBClient({}))
  const { name } = linked("Uploads")
  return {
    uploads: uploadsTable(documents, name),
    filings: filingsTable(documents, name),
    reservations: reservationsIn(documents, linked("AlbumMetadata").name),
    objects: objectsIn(new S3Client({})),
    now: Date.now,
  }
})
