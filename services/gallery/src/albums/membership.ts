import type { Table, TransactItem } from "../documents.ts"
import { albumKey, goneKey, inKey, type Key, ofKey } from "../keys.ts"

export interface Membership {
  readonly owner: string
  readonly albumId: string
  readonly photoId: string
}

/** What puts a photo into an album: only while the album is there, the photo was not deleted, and it is not in there yet. */
export function adding(table: Table, { owner, albumId, photoId }: Membership, addedAt: string): TransactItem[] {
  const TableName = table.name
  const notYet = { TableName, ConditionExpression: "attribute_not_exists(pk)" }
  const item = { albumId, photoId, addedAt }
  return [
    counting(table, albumKey(owner, albumId), 1, "attribute_exists(pk) AND attribute_not_exists(removing)"),
    { ConditionCheck: { ...notYet, Key: goneKey(owner, photoId) } },
    { Put: { ...notYet, Item: { ...ofKey(owner, photoId, albumId), ...item } } },
    { Put: { TableName, Item: { ...inKey(owner, albumId, addedAt, photoId), ...item } } },
  ]
}

/** What takes it out again; `addedAt` is when it was put in. */
export function taking(table: Table, { owner, albumId, photoId }: Membership, addedAt: string): TransactItem[] {
  const TableName = table.name
  const Key = ofKey(owner, photoId, albumId)
  return [
    counting(table, albumKey(owner, albumId), -1, "attribute_exists(pk)"),
    {
      Delete: {
        TableName,
        Key,
        ConditionExpression: "addedAt = :addedAt",
        ExpressionAttributeValues: { ":addedAt": addedAt },
      },
    },
    { Delete: { TableName, Key: inKey(owner, albumId, addedAt, photoId) } },
  ]
}

function counting({ name: TableName }: Table, Key: Key, by: number, condition: string): TransactItem {
  return {
    Update: {
      TableName,
      Key,
      UpdateExpression: "ADD photos :by",
      ConditionExpression: condition,
      ExpressionAttributeValues: { ":by": by },
    },
  }
}
