import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb"
import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3"
import { type DynamoDBDocumentClient, GetCommand, paginateQuery, UpdateCommand } from "@aws-sdk/lib-dynamodb"
import { type DeadLetterRecord, deadLetterSchema, type DeadLetterState } from "@darkroom/events"

/** What services/failures has kept of what was given up. */
export interface DeadLetters {
  /** Those in that state, newest first, without their bodies. `since`: milliseconds since the epoch. */
  inState(state: DeadLetterState, since?: number): AsyncIterable<DeadLetterRecord>
  /** As it is now, with its body or its claim. */
  get(id: string): Promise<DeadLetterRecord | undefined>
  /** The message as it was. */
  bodyOf(letter: DeadLetterRecord): Promise<string>
  /** Makes a dead one redriven or purged; false where somebody else was faster. */
  settle(id: string, state: Exclude<DeadLetterState, "dead">, now: number): Promise<boolean>
}

export function deadLettersIn(
  table: string,
  documents: Pick<DynamoDBDocumentClient, "send">,
  s3: Pick<S3Client, "send">,
): DeadLetters {
  return {
    async *inState(state, since = 0) {
      const query = {
        TableName: table,
        IndexName: "byState",
        KeyConditionExpression: "#state = :state AND #since >= :since",
        ExpressionAttributeNames: { "#state": "state", "#since": "since" },
        ExpressionAttributeValues: { ":state": state, ":since": new Date(since).toISOString() },
        ScanIndexForward: false,
      }
      const client = documents as DynamoDBDocumentClient
      for await (const { Items = [] } of paginateQuery({ client }, query))
        yield* Items.map((item) => deadLetterSchema.parse(item))
    },
    async get(id) {
      const { Item } = await documents.send(new GetCommand({ TableName: table, Key: { id }, ConsistentRead: true }))
      return Item && deadLetterSchema.parse(Item)
    },
    async bodyOf({ body, claim }) {
      if (body !== undefined || claim === undefined) return body ?? ""
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: claim.bucket, Key: claim.key }))
      return (await Body?.transformToString()) ?? ""
    },
    async settle(id, state, now) {
      const update = new UpdateCommand({
        TableName: table,
        Key: { id },
        UpdateExpression: "SET #state = :state, changedAt = :now",
        ConditionExpression: "#state = :dead",
        ExpressionAttributeNames: { "#state": "state" },
        ExpressionAttributeValues: { ":state": state, ":dead": "dead", ":now": new Date(now).toISOString() },
      })
      try {
        await documents.send(update)
        return true
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false
        throw error
      }
    },
  }
}
