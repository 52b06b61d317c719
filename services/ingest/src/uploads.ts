import { ConditionalCheckFailedException, TransactionCanceledException } from "@aws-sdk/client-dynamodb"
import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  TransactWriteCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb"
import { ConcurrentUpload, OriginalHeld } from "./errors.ts"
import type { Check } from "./reservations.ts"

/** The latest upload under one key. */
export interface Upload {
  readonly imageId: string
  readonly sequencer: string
  /** The photo that it overwrote. */
  readonly replaces: string | null
  /** It came by a form whose reservation had been given back: no photo was made, and the object was deleted. */
  readonly refused?: true
  /** Of what was uploaded; items of earlier versions have none. */
  readonly etag?: string
  /** When a backfill found it, ISO 8601 in UTC; not there where S3 announced it. */
  readonly foundAt?: string
  /** Event id of the OriginalFound that it was found by. */
  readonly foundBy?: string
  /** The original has left for that key: nothing that is under this one is this photo's. */
  readonly movedTo?: string
  /** The work that moves or deletes the original, and since when, in milliseconds since the epoch. */
  readonly heldBy?: string
  readonly heldSince?: number
  /** Where that work moves it to; none where it deletes. */
  readonly movingTo?: string
}

/** Work that is to have an original for itself. */
export interface Hold {
  /** The same after a crash, so that it goes on. */
  readonly by: string
  /** Milliseconds since the epoch. */
  readonly now: number
  readonly movingTo?: string
}

export interface Uploads {
  latest(bucket: string, key: string): Promise<Upload | undefined>
  /** Makes `upload` the latest if `previous` still is, and nobody has held or moved it since. Throws ConcurrentUpload. */
  advance(bucket: string, key: string, upload: Upload, previous: Upload | undefined): Promise<void>
  /**
   * Makes `upload` the first under its key, in one transaction with a check of its reservation; false where that check fails.
   * Throws ConcurrentUpload.
   */
  accept(bucket: string, key: string, upload: Upload, check: Check): Promise<boolean>
  /**
   * Keeps others from the key until `release`; false where what is under it is not this photo's any more, by what has been
   * ingested. Throws OriginalHeld.
   */
  hold(bucket: string, key: string, imageId: string, hold: Hold): Promise<boolean>
  /** Lets go of the key, and says where the original has gone. */
  release(bucket: string, key: string, by: string, movedTo?: string): Promise<void>
}

/** Longer than the function's timeout: after that nothing which began under the hold goes on. */
export const HOLD_MILLISECONDS = 30_000

/** Whether the work that holds it may still be at it. */
export function isHeld({ heldSince }: Upload, now: number): boolean {
  return heldSince !== undefined && now - heldSince < HOLD_MILLISECONDS
}

/** The items of the table Uploads that have a key of the bucket. */
export function uploadsTable(client: Pick<DynamoDBDocumentClient, "send">, table: string): Uploads {
  const item = (bucket: string, key: string) => ({ TableName: table, Key: { object: `${bucket}/${key}` } })
  const latest: Uploads["latest"] = async (bucket, key) => {
    const { Item } = await client.send(new GetCommand({ ...item(bucket, key), ConsistentRead: true }))
    return Item as Upload | undefined
  }
  return {
    latest,
    async advance(bucket, key, upload, previous) {
      const Item = { object: `${bucket}/${key}`, ...upload }
      const put = new PutCommand({ TableName: table, Item, ...unchanged(previous) })
      if (!(await unlessRefused(() => client.send(put)))) throw new ConcurrentUpload(bucket, key)
    },
    async accept(bucket, key, upload, check) {
      const Item = { object: `${bucket}/${key}`, ...upload }
      const put = { Put: { TableName: table, Item, ...unchanged(undefined) } }
      try {
        await client.send(new TransactWriteCommand({ TransactItems: [check, put] }))
        return true
      } catch (error) {
        if (!(error instanceof TransactionCanceledException)) throw error
        const [ofReservation] = error.CancellationReasons ?? []
        if (ofReservation?.Code === "ConditionalCheckFailed") return false
        throw new ConcurrentUpload(bucket, key, { cause: error })
      }
    },
    async hold(bucket, key, imageId, { by, now, movingTo }) {
      const update = new UpdateCommand({
        ...item(bucket, key),
        UpdateExpression: `SET heldBy = :by, heldSince = :now${movingTo === undefined ? "" : ", movingTo = :to"}`,
        ConditionExpression:
          "imageId = :id AND attribute_not_exists(movedTo) AND (attribute_not_exists(heldBy) OR heldBy = :by OR heldSince <= :stale)",
        ExpressionAttributeValues: {
          ":by": by,
          ":now": now,
          ":id": imageId,
          ":stale": now - HOLD_MILLISECONDS,
          ...(movingTo === undefined ? {} : { ":to": movingTo }),
        },
      })
      if (await unlessRefused(() => client.send(update))) return true
      const upload = await latest(bucket, key)
      if (upload?.imageId !== imageId || upload.movedTo !== undefined) return false
      throw new OriginalHeld(imageId)
    },
    async release(bucket, key, by, movedTo) {
      const update = new UpdateCommand({
        ...item(bucket, key),
        UpdateExpression: `${movedTo === undefined ? "" : "SET movedTo = :to "}REMOVE heldBy, heldSince, movingTo`,
        ConditionExpression: "heldBy = :by",
        ExpressionAttributeValues: { ":by": by, ...(movedTo === undefined ? {} : { ":to": movedTo }) },
      })
      // Refused: another upload took the key when the hold had gone stale. It has seen where the original is.
      await unlessRefused(() => client.send(update))
    },
  }
}

/** The condition that the item is as it was read. */
function unchanged(previous: Upload | undefined) {
  if (previous === undefined) return { ConditionExpression: "attribute_not_exists(sequencer)" }
  const { sequencer, heldBy, heldSince, movedTo } = previous
  const known = Object.entries({ sequencer, heldBy, heldSince, movedTo })
  const conditions = known.map(([name, value]) =>
    value === undefined ? `attribute_not_exists(${name})` : `${name} = :${name}`,
  )
  const values = known.flatMap(([name, value]) => (value === undefined ? [] : [[`:${name}`, value] as const]))
  return { ConditionExpression: conditions.join(" AND "), ExpressionAttributeValues: Object.fromEntries(values) }
}

/** False where DynamoDB refused the write by its condition. */
export async function unlessRefused(write: () => Promise<unknown>): Promise<boolean> {
  try {
    await write()
    return true
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false
    throw error
  }
}
