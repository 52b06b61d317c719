import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb"
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb"

/** The latest upload under one key. */
export interface Upload {
  readonly imageId: string
  readonly sequencer: string
  /** The photo that it overwrote. */
  readonly replaces: string | null
}

export interface Uploads {
  latest(bucket: string, key: string): Promise<Upload | undefined>
  /** Makes `upload` the latest if `previous` still is. Throws ConcurrentUpload. */
  advance(bucket: string, key: string, upload: Upload, previous: Upload | undefined): Promise<void>
}

/** Thrown when another upload under the same key was ingested at the same moment; the next attempt sees it. */
export class ConcurrentUpload extends Error {
  override readonly name = "ConcurrentUpload"
  constructor(bucket: string, key: string, options: ErrorOptions) {
    super(`Another upload of s3://${bucket}/${key} is being ingested`, options)
  }
}

/** The table Uploads: an item a key. */
export function uploadsTable(client: Pick<DynamoDBDocumentClient, "send">, table: string): Uploads {
  const objectOf = (bucket: string, key: string) => `${bucket}/${key}`
  return {
    async latest(bucket, key) {
      const get = { TableName: table, Key: { object: objectOf(bucket, key) }, ConsistentRead: true }
      return (await client.send(new GetCommand(get))).Item as Upload | undefined
    },
    async advance(bucket, key, upload, previous) {
      const condition = previous
        ? {
            ConditionExpression: "sequencer = :previous",
            ExpressionAttributeValues: { ":previous": previous.sequencer },
          }
        : { ConditionExpression: "attribute_not_exists(sequencer)" }
      try {
        await client.send(
          new PutCommand({ TableName: table, Item: { object: objectOf(bucket, key), ...upload }, ...condition }),
        )
      } catch (cause) {
        throw cause instanceof ConditionalCheckFailedException ? new ConcurrentUpload(bucket, key, { cause }) : cause
      }
    },
  }
}
