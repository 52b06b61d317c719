import { type DynamoDBDocumentClient, GetCommand, type TransactWriteCommandInput } from "@aws-sdk/lib-dynamodb"

/** The gallery's reservations in the table AlbumMetadata, which ingest only reads. */
export interface Reservations {
  /** Whether the key is one that the gallery signed a form for. */
  has(key: string): Promise<boolean>
  /** Fails a transaction where the reservation was given back; undefined for keys that no form can have. */
  checkFor(key: string): Check | undefined
}

export type Check = NonNullable<TransactWriteCommandInput["TransactItems"]>[number]

const FORM_KEY = /^private\/([^/]+)\/uploads\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/[^/]+$/su

export function reservationsIn(client: Pick<DynamoDBDocumentClient, "send">, TableName: string): Reservations {
  return {
    async has(key) {
      const Key = reservationKey(key)
      if (Key === undefined) return false
      const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }))
      return Item !== undefined && key.endsWith(`/${String(Item["name"])}`)
    },
    checkFor(key) {
      const Key = reservationKey(key)
      if (Key === undefined) return undefined
      return {
        ConditionCheck: {
          TableName,
          Key,
          ConditionExpression: "attribute_not_exists(pk) OR #state <> :returned",
          ExpressionAttributeNames: { "#state": "state" },
          ExpressionAttributeValues: { ":returned": "returned" },
        },
      }
    },
  }
}

function reservationKey(key: string) {
  const [, owner, uploadId] = FORM_KEY.exec(key) ?? []
  return owner === undefined ? undefined : { pk: `USER#${owner}`, sk: `UPLOAD#${uploadId}` }
}
