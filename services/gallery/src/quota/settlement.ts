import type { Image } from "@darkroom/events"
import { adding } from "../albums/membership.ts"
import { type Clock, isoTime, systemClock } from "../clock.ts"
import { type Documents, type Table, tableOf, type TransactItem } from "../documents.ts"
import { uploadKey } from "../keys.ts"
import { countDay, release } from "./counting.ts"
import { type Reservation, reservationOf } from "./reservation.ts"

export interface SettlementOptions {
  readonly clock?: Clock
  readonly wait?: (milliseconds: number) => Promise<unknown>
}

/** Counts what arrived in place of what was reserved, and puts it into its album; each photo once. */
export type Settle = (image: Image) => Promise<void>

export function settlement(documents: Documents, tableName: string, options: SettlementOptions = {}): Settle {
  const { clock = systemClock, ...tableOptions } = options
  const table = tableOf(documents, tableName, tableOptions)
  return async (image) => {
    const uploadId = uploadIdOf(image)
    if (uploadId === undefined) return
    await table.until("Settling an upload", async () => {
      const reservation = await reservationOf(table, image.owner, uploadId)
      if (reservation === undefined || reservation.arrived?.has(image.id)) return true
      return (await settleOnce(table, reservation, image, isoTime(clock.now()))) || undefined
    })
  }
}

/** Of the keys that the gallery signs; other uploads have no reservation. */
function uploadIdOf({ key, owner }: Image): string | undefined {
  const [, sub, uploadId] = /^private\/([^/]+)\/uploads\/([^/]+)\/[^/]+$/su.exec(key) ?? []
  return sub === owner ? uploadId : undefined
}

/** Its album may be gone, or the photo may be in it already or deleted: then it is counted all the same. */
async function settleOnce(table: Table, reservation: Reservation, image: Image, time: string): Promise<boolean> {
  const { owner, albumId } = reservation
  const counted = [arriving(table, reservation, image), ...counting(table, reservation, image)]
  const placed = albumId === undefined ? [] : adding(table, { owner, albumId, photoId: image.id }, time)
  if (await table.transact([...counted, ...placed])) return true
  return placed.length > 0 && (await table.transact(counted))
}

function arriving(
  { name: TableName }: Table,
  { owner, uploadId, state, heldUntil }: Reservation,
  { id }: Image,
): TransactItem {
  return {
    Update: {
      TableName,
      Key: uploadKey(owner, uploadId),
      UpdateExpression: "SET #state = :settled ADD arrived :photos",
      ConditionExpression:
        "#state = :before AND heldUntil = :heldUntil AND (attribute_not_exists(arrived) OR NOT contains(arrived, :photo))",
      ExpressionAttributeNames: { "#state": "state" },
      ExpressionAttributeValues: {
        ":settled": "settled",
        ":before": state,
        ":photo": id,
        ":photos": new Set([id]),
        ":heldUntil": heldUntil,
      },
    },
  }
}

/** What came after its reservation was used or given back is one photo more, whatever the limits say: it is there. */
function counting(table: Table, reservation: Reservation, { bytes }: Image): TransactItem[] {
  if (reservation.state !== "reserved") return [countDay(table, reservation, { photos: 1, bytes })]
  const difference = bytes - reservation.size
  const corrected = difference === 0 ? [] : [countDay(table, reservation, { photos: 0, bytes: difference })]
  return [...corrected, ...release(table, reservation)]
}
