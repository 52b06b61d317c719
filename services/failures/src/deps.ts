import { ConditionalCheckFailedException, DynamoDBClient } from "@aws-sdk/client-dynamodb"
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3"
import { DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb"
import type { Claim, DeadLetterRecord } from "@darkroom/events"
import { CLAIMS_PREFIX, lambdaRuntime, lazy, linked } from "@darkroom/lambda"
import type { DeadLetterSources } from "./dead-letter.ts"

export interface FailuresDeps {
  /** Whose messages each dead-letter queue holds; set by stacks/failures.ts. */
  sources(): DeadLetterSources
  /** Keeps a dead letter unless it is there; `expires` is in seconds since the epoch. */
  keep(letter: DeadLetterRecord, expires: number): Promise<void>
  /** Stores a message that is too large for an item. */
  storeBody(id: string, body: string): Promise<Claim>
  /** Counts a dead letter of which no event tells. */
  countUntold(): void
  now(): number
}

const documents = lazy(() =>
  DynamoDBDocumentClient.from(new DynamoDBClient({ maxAttempts: 3 }), {
    marshallOptions: { removeUndefinedValues: true },
  }),
)
const s3 = lazy(() => new S3Client({ maxAttempts: 3 }))

export const defaultDeps: FailuresDeps = {
  sources: lazy((): DeadLetterSources => JSON.parse(process.env["DARKROOM_DEAD_LETTER_SOURCES"] ?? "{}")),
  async keep(letter, expires) {
    const Item = { ...letter, expires }
    const condition = { ConditionExpression: "attribute_not_exists(id)" }
    try {
      await documents().send(new PutCommand({ TableName: linked("DeadLetters").name, Item, ...condition }))
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error
    }
  },
  async storeBody(id, text) {
    const { name: bucket } = linked("Output")
    const key = `${CLAIMS_PREFIX}DeadLetter/${id}.json`
    const body = Buffer.from(text)
    await s3().send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentType: "application/json" }))
    return { bucket, key, bytes: body.length }
  },
  countUntold: () => void lambdaRuntime().metrics.addMetric("Untold", "Count", 1),
  now: () => Date.now(),
}
