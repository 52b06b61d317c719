import { type Clock, isoTime, systemClock } from "../clock.ts"
import { type Documents, type Table, tableOf, type TransactItem } from "../documents.ts"
import type { LimitReached } from "../errors.ts"
import { HELD_PREFIX, heldKey, originalKey, uploadKey, userKey } from "../keys.ts"
import { countDay, countUnderWay, release, remember, type Used, usedOn } from "./counting.ts"
import type { Limits } from "./limits.ts"
import { type Claim, refusalOf, sum, takeFitting } from "./fitting.ts"
import { CANCELLED_FOR, dayOf, heldFor, nextDay, type Reservation, reservationOf } from "./reservation.ts"

/** An upload to reserve. */
export type Wanted = Claim & Pick<Reservation, "uploadId" | "name" | "sha256" | "albumId">

export interface Quota {
  readonly limits: Limits
  /** Of each, in the given order: whether it is reserved, or which limit is in its way. */
  reserve(owner: string, wanted: readonly Wanted[]): Promise<(LimitReached | "reserved")[]>
  /** Its form stays good, so it counts until that has ended. Nothing where it was settled or given back already. False where there was never one. */
  cancel(owner: string, uploadId: string): Promise<boolean>
  used(owner: string): Promise<Used & { readonly resetsAt: string }>
}

export interface QuotaOptions {
  readonly limits: Limits
  /** Ingest's table Uploads, which says what has arrived under a key of the bucket. Only read. */
  readonly arrivals: Arrivals
  readonly clock?: Clock
  readonly wait?: (milliseconds: number) => Promise<unknown>
}

export interface Arrivals {
  readonly tableName: string
  readonly bucket: string
}

/** TransactWriteItems takes 100: two counters, and two items an upload. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html */
const RESERVED_AT_ONCE = 49
const RETURNED_AT_ONCE = 100

/** Reservations in the table AlbumMetadata: counters that never pass a limit, however many ask at once. */
export function quotaStore(documents: Documents, tableName: string, options: QuotaOptions): Quota {
  const { limits, arrivals, clock = systemClock, ...tableOptions } = options
  const table = tableOf(documents, tableName, tableOptions)
  return {
    limits,
    async reserve(owner, wanted) {
      await returnExpired(table, owner, arrivals, clock)
      const answers: (LimitReached | "reserved")[] = []
      for (let start = 0; start < wanted.length; start += RESERVED_AT_ONCE)
        answers.push(...(await reserveSome(table, owner, wanted.slice(start, start + RESERVED_AT_ONCE), limits, clock)))
      return answers
    },
    async cancel(owner, uploadId) {
      const reservation = await reservationOf(table, owner, uploadId)
      if (reservation === undefined) return false
      await shorten(table, reservation)
      return true
    },
    async used(owner) {
      await returnExpired(table, owner, arrivals, clock)
      const now = clock.now()
      return { ...(await usedOn(table, owner, dayOf(now))), resetsAt: isoTime(nextDay(now)) }
    },
  }
}

/** One transaction for all that fit; when somebody else was quicker, it is seen anew what fits. */
function reserveSome(table: Table, owner: string, wanted: readonly Wanted[], limits: Limits, clock: Clock) {
  return table.until("Reserving uploads", async () => {
    const now = clock.now()
    const used = await usedOn(table, owner, dayOf(now))
    const { fitting, total } = takeFitting(wanted, used, limits)
    const reserved =
      fitting.size === 0 || (await table.transact(reserving(table, owner, [...fitting], total, limits, now)))
    if (!reserved) return undefined
    if (fitting.size === wanted.length) return wanted.map(() => "reserved" as const)
    const opensAt = { day: isoTime(nextDay(now)), uploads: await firstRelease(table, owner, now) }
    const after = sum(used, total)
    return wanted.map((claim) => (fitting.has(claim) ? "reserved" : refusalOf(claim, after, limits, opensAt)))
  })
}

function reserving(table: Table, owner: string, wanted: readonly Wanted[], total: Used, limits: Limits, now: number) {
  const [day, cancelledUntil] = [dayOf(now), isoTime(now + CANCELLED_FOR)]
  const room = {
    photos: limits.photosPerDay - total.photos,
    bytes: limits.bytesPerDay - total.bytes,
    uploads: limits.parallelUploads - total.uploads,
  }
  const reservations = wanted.map((claim) => ({
    ...claim,
    owner,
    day,
    heldUntil: isoTime(now + heldFor(claim.size)),
    cancelledUntil,
    state: "reserved" as const,
  }))
  return [
    countDay(table, { owner, day }, total, room),
    countUnderWay(table, owner, total.uploads, room),
    ...reservations.flatMap((reservation) => remember(table, reservation)),
  ]
}

/** When the earliest of the uploads under way is given back. */
async function firstRelease(table: Table, owner: string, now: number): Promise<string> {
  const [first] = await table.withPrefix(userKey(owner), HELD_PREFIX, { limit: 1 })
  return first === undefined ? isoTime(now) : heldUntilOf(first)
}

function heldUntilOf({ sk }: Record<string, unknown>): string {
  return String(sk).slice(HELD_PREFIX.length).split("#")[0] ?? ""
}

/** Nobody else does it: reservations whose uploads never came. */
async function returnExpired(table: Table, owner: string, arrivals: Arrivals, clock: Clock): Promise<void> {
  const held = await table.withPrefix(userKey(owner), HELD_PREFIX, { limit: RETURNED_AT_ONCE })
  const now = isoTime(clock.now())
  for (const item of held.filter((candidate) => heldUntilOf(candidate) <= now)) {
    const reservation = await reservationOf(table, owner, String(item["uploadId"]))
    if (reservation) await giveBack(table, reservation, arrivals)
  }
}

/** Where more time was left for a slow upload, ends it when the form does. */
async function shorten(table: Table, reservation: Reservation): Promise<void> {
  const { owner, uploadId, state, heldUntil, cancelledUntil = heldUntil } = reservation
  if (state !== "reserved" || cancelledUntil >= heldUntil) return
  const { name: TableName } = table
  await table.transact([
    {
      Update: {
        TableName,
        Key: uploadKey(owner, uploadId),
        UpdateExpression: "SET heldUntil = :to",
        ConditionExpression: "#state = :reserved AND heldUntil = :from",
        ExpressionAttributeNames: { "#state": "state" },
        ExpressionAttributeValues: { ":to": cancelledUntil, ":from": heldUntil, ":reserved": "reserved" },
      },
    },
    { Delete: { TableName, Key: heldKey(owner, heldUntil, uploadId) } },
    { Put: { TableName, Item: { ...heldKey(owner, cancelledUntil, uploadId), uploadId } } },
  ])
}

/**
 * Only what is still under way, once, and only if ingest has not accepted its object. Ingest checks the reservation in the transaction
 * in which it accepts, so of the two exactly one happens.
 */
async function giveBack(table: Table, reservation: Reservation, arrivals: Arrivals): Promise<void> {
  if (reservation.state !== "reserved") return
  await table.transact([
    returning(table, reservation),
    notArrived(reservation, arrivals),
    countDay(table, reservation, { photos: -1, bytes: -reservation.size }),
    ...release(table, reservation),
  ])
}

function notArrived({ owner, uploadId, name }: Reservation, { tableName, bucket }: Arrivals): TransactItem {
  return {
    ConditionCheck: {
      TableName: tableName,
      Key: { object: `${bucket}/${originalKey(owner, uploadId, name)}` },
      ConditionExpression: "attribute_not_exists(#object)",
      ExpressionAttributeNames: { "#object": "object" },
    },
  }
}

function returning({ name: TableName }: Table, { owner, uploadId }: Reservation): TransactItem {
  return {
    Update: {
      TableName,
      Key: uploadKey(owner, uploadId),
      UpdateExpression: "SET #state = :returned",
      ConditionExpression: "#state = :reserved",
      ExpressionAttributeNames: { "#state": "state" },
      ExpressionAttributeValues: { ":returned": "returned", ":reserved": "reserved" },
    },
  }
}
