import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb"
import { OriginalHeld } from "./errors.ts"
import { HOLD_MILLISECONDS, unlessRefused } from "./uploads.ts"

/** A decision on a photo that is being carried out. */
export interface Work {
  /** The same after a crash, so that it goes on. */
  readonly by: string
  /** When it was decided, ISO 8601 in UTC. */
  readonly decidedAt: string
  /** Milliseconds since the epoch. */
  readonly now: number
}

/** What is done with the originals of photos, whatever key they have: one decision at a time, and the latest stands. */
export interface Filings {
  /** `superseded`: a later decision has been carried out. Throws OriginalHeld. */
  begin(imageId: string, work: Work): Promise<"begun" | "deleted" | "superseded">
  end(imageId: string, by: string): Promise<void>
  /** Nothing begins any more; what has begun asks `isDeleted` before its end. */
  markDeleted(imageId: string, now: number): Promise<void>
  isDeleted(imageId: string): Promise<boolean>
}

const mayBegin = `attribute_not_exists(deletedAt) AND (
  attribute_not_exists(decidedBy) OR decidedBy = :by OR (
    decidedAt <= :at AND (attribute_not_exists(heldSince) OR heldSince <= :stale)))`

/** The items of the table Uploads that are about a photo. No bucket's name has a "#", so none of them is about a key. */
export function filingsTable(client: Pick<DynamoDBDocumentClient, "send">, table: string): Filings {
  const item = (imageId: string) => ({ TableName: table, Key: { object: `photo#${imageId}` } })
  const read = async (imageId: string) => {
    const { Item } = await client.send(new GetCommand({ ...item(imageId), ConsistentRead: true }))
    return Item as { decidedAt?: string; decidedBy?: string; deletedAt?: string } | undefined
  }
  return {
    async begin(imageId, { by, decidedAt, now }) {
      const update = new UpdateCommand({
        ...item(imageId),
        UpdateExpression: "SET decidedAt = :at, decidedBy = :by, heldSince = :now",
        ConditionExpression: mayBegin,
        ExpressionAttributeValues: { ":at": decidedAt, ":by": by, ":now": now, ":stale": now - HOLD_MILLISECONDS },
      })
      if (await unlessRefused(() => client.send(update))) return "begun"
      const filing = await read(imageId)
      if (filing?.deletedAt !== undefined) return "deleted"
      if ((filing?.decidedAt ?? "") > decidedAt) return "superseded"
      throw new OriginalHeld(imageId)
    },
    async end(imageId, by) {
      const update = new UpdateCommand({
        ...item(imageId),
        UpdateExpression: "REMOVE heldSince",
        ConditionExpression: "decidedBy = :by",
        ExpressionAttributeValues: { ":by": by },
      })
      await unlessRefused(() => client.send(update))
    },
    async markDeleted(imageId, now) {
      const update = new UpdateCommand({
        ...item(imageId),
        UpdateExpression: "SET deletedAt = if_not_exists(deletedAt, :at)",
        ExpressionAttributeValues: { ":at": new Date(now).toISOString() },
      })
      await client.send(update)
    },
    isDeleted: async (imageId) => (await read(imageId))?.deletedAt !== undefined,
  }
}
