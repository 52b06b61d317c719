import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb"
import { randomUUID } from "node:crypto"
import { lazy, linked } from "./links.ts"
import { REMEMBERED_SECONDS } from "./once.ts"

/** `claimed`: the caller is to send it. Otherwise somebody did before: `sent`, or `unanswered`, which perhaps was sent. */
export type Claimed = "claimed" | "sent" | "unanswered"

/** What was sent, and what may have been: for channels that do not know a message that they had before. */
export interface Sendings {
  /** `key` tells the message and its channel. What nobody confirms stays claimed until it is forgotten, after 14 days. */
  claim(key: string): Promise<Claimed>
  /** The channel took it. */
  confirm(key: string): Promise<void>
  /** The channel refused it: the next attempt may claim it. */
  release(key: string): Promise<void>
}

/** In a table with the key `id` and the TTL `expiration`, beside what Powertools keeps there. */
export function sendingsIn(table: () => string, client: () => Pick<DynamoDBClient, "send">): Sendings {
  const item = (key: string) => ({ TableName: table(), Key: { id: { S: sendingId(key) } } })

  async function put(key: string, claimant: string): Promise<void> {
    const expiration = { N: String(Math.floor(Date.now() / 1000) + REMEMBERED_SECONDS) }
    const command = new PutItemCommand({
      TableName: table(),
      Item: { id: { S: sendingId(key) }, claimant: { S: claimant }, expiration },
      // Where an answer was lost and the SDK asks again, the claim that is there is this one.
      ConditionExpression: "attribute_not_exists(id) OR claimant = :claimant",
      ExpressionAttributeValues: { ":claimant": { S: claimant } },
    })
    await client().send(command)
  }

  async function claim(key: string): Promise<Claimed> {
    try {
      await put(key, randomUUID())
      return "claimed"
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error
    }
    const { Item } = await client().send(new GetItemCommand({ ...item(key), ConsistentRead: true }))
    if (Item === undefined) return claim(key)
    return Item["sent"]?.BOOL === true ? "sent" : "unanswered"
  }

  return {
    claim,
    async confirm(key) {
      const update = { UpdateExpression: "SET sent = :sent", ExpressionAttributeValues: { ":sent": { BOOL: true } } }
      await client().send(new UpdateItemCommand({ ...item(key), ...update }))
    },
    async release(key) {
      await client().send(new DeleteItemCommand(item(key)))
    },
  }
}

/** In the table Idempotency. */
export const sendings = sendingsIn(
  () => linked("Idempotency").name,
  lazy(() => new DynamoDBClient({ maxAttempts: 3 })),
)

/** The item's key: docs/notifications.md names it to whoever decides to send again. */
function sendingId(key: string): string {
  return `sending#${key}`
}
