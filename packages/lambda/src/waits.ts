import { type DynamoDBClient, GetItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb"
import type { SQSRecord } from "aws-lambda"
import { REMEMBERED_SECONDS } from "./once.ts"

/** Which receives of a message were no attempts: it was only told to wait. */
export interface Waits {
  of(record: SQSRecord): Promise<number>
  /** Says so of this receive, or of all so far; saying it again changes nothing. */
  add(record: SQSRecord, which?: "this" | "all"): Promise<void>
}

/**
 * Remembers them in the table Idempotency, by the message's id: the numbers of the receives, as a set, so that a call that the SDK
 * repeats, or two copies of one receive, count once. What is not written counts as an attempt, as a crash does.
 */
export function waitsIn(table: string, subscriber: string, client: Pick<DynamoDBClient, "send">): Waits {
  const item = ({ messageId }: SQSRecord) => ({
    TableName: table,
    Key: { id: { S: `${subscriber}#waits#${messageId}` } },
  })
  return {
    async of(record) {
      const get = new GetItemCommand({ ...item(record), ConsistentRead: true })
      const { Item } = await client.send(get)
      return Item?.["receives"]?.NS?.length ?? 0
    },
    async add(record, which = "this") {
      const receive = record.attributes.ApproximateReceiveCount
      const receives = which === "this" ? [receive] : Array.from({ length: Number(receive) }, (_, i) => String(i + 1))
      const update = new UpdateItemCommand({
        ...item(record),
        UpdateExpression: "ADD receives :receive SET expiration = :expiration",
        ExpressionAttributeValues: {
          ":receive": { NS: receives },
          ":expiration": { N: String(Math.floor(Date.now() / 1000) + REMEMBERED_SECONDS) },
        },
      })
      await client.send(update)
    },
  }
}
