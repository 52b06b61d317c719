import type { Table, TransactItem } from "../documents.ts"
import { dayKey, heldKey, underWayKey, uploadKey } from "../keys.ts"
import { expiryOf, type Reservation } from "./reservation.ts"

/** How much of the limits is taken. */
export interface Used {
  readonly photos: number
  readonly bytes: number
  /** Under way. */
  readonly uploads: number
}

/** No more than that may be counted before the change. */
export type Room = Used

export async function usedOn(table: Table, owner: string, day: string): Promise<Used> {
  const [ofDay, underWay] = await Promise.all([table.get(dayKey(owner, day)), table.get(underWayKey(owner))])
  const count = (item: Record<string, unknown> | undefined, name: string) => Math.max(0, Number(item?.[name] ?? 0))
  return { photos: count(ofDay, "photos"), bytes: count(ofDay, "bytes"), uploads: count(underWay, "uploads") }
}

/** Adds to the day's counters; with `room`, only if they leave it. */
export function countDay(
  { name: TableName }: Table,
  { owner, day }: { readonly owner: string; readonly day: string },
  { photos, bytes }: Pick<Used, "photos" | "bytes">,
  room?: Room,
): TransactItem {
  const values = { ":photos": photos, ":bytes": bytes, ":expires": expiryOf(day) }
  const condition = room && {
    ConditionExpression: "attribute_not_exists(photos) OR (photos <= :photosBefore AND #bytes <= :bytesBefore)",
  }
  const before = room && { ":photosBefore": room.photos, ":bytesBefore": room.bytes }
  return {
    Update: {
      TableName,
      Key: dayKey(owner, day),
      UpdateExpression: "SET expires = :expires ADD photos :photos, #bytes :bytes",
      ExpressionAttributeNames: { "#bytes": "bytes" },
      ExpressionAttributeValues: { ...values, ...before },
      ...condition,
    },
  }
}

/** Adds to the uploads under way; with `room`, only if they leave it. */
export function countUnderWay({ name: TableName }: Table, owner: string, uploads: number, room?: Room): TransactItem {
  return {
    Update: {
      TableName,
      Key: underWayKey(owner),
      UpdateExpression: "ADD uploads :uploads",
      ExpressionAttributeValues: { ":uploads": uploads, ...(room && { ":before": room.uploads }) },
      ...(room && { ConditionExpression: "attribute_not_exists(uploads) OR uploads <= :before" }),
    },
  }
}

/** What remembers a reservation, besides the counters. */
export function remember({ name: TableName }: Table, reservation: Reservation): TransactItem[] {
  const { owner, uploadId, heldUntil, day } = reservation
  const Item = { ...uploadKey(owner, uploadId), ...reservation, expires: expiryOf(day) }
  return [
    { Put: { TableName, Item, ConditionExpression: "attribute_not_exists(pk)" } },
    { Put: { TableName, Item: { ...heldKey(owner, heldUntil, uploadId), uploadId } } },
  ]
}

/** Ends that a reservation is under way. */
export function release(table: Table, { owner, uploadId, heldUntil }: Reservation): TransactItem[] {
  const Key = heldKey(owner, heldUntil, uploadId)
  return [countUnderWay(table, owner, -1), { Delete: { TableName: table.name, Key } }]
}
