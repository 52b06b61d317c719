import { DAY, MINUTE, SECOND } from "../clock.ts"
import type { Table } from "../documents.ts"
import { uploadKey } from "../keys.ts"

/** A signed form is good for so long: an upload has to begin before. */
export const SIGNED_FOR = 10 * MINUTE
/** A reservation outlives its form by the time that the upload and its event take. */
const GRACE = 5 * MINUTE
/** Bytes a millisecond of the slowest upload that is waited for: 2 Mbit/s. What arrives later is deleted. */
const SLOWEST = 250

/** How long a reservation counts, in milliseconds, when nothing arrives. */
export function heldFor(size: number): number {
  return SIGNED_FOR + Math.max(GRACE, Math.ceil(size / SLOWEST))
}

/** The same for an upload that was cancelled: nobody waits for it, but its form is good until it ends. */
export const CANCELLED_FOR = SIGNED_FOR + GRACE

/** Longer than SQS keeps a message, so that whatever arrives late finds its reservation. */
const KEPT_FOR = 15 * DAY

/** One upload that was let through, from its reservation to its settlement. */
export interface Reservation {
  readonly owner: string
  readonly uploadId: string
  readonly name: string
  /** Bytes that are reserved. */
  readonly size: number
  /** Hexadecimal. */
  readonly sha256: string
  readonly albumId?: string
  /** The UTC day whose limits it counts on, `yyyy-mm-dd`. */
  readonly day: string
  /** It is given back when nothing has arrived by then. ISO 8601, UTC. */
  readonly heldUntil: string
  /** Until when it counts if it is cancelled, because its form is good. ISO 8601, UTC. */
  readonly cancelledUntil?: string
  /** Reserved: under way. Returned: given back, so ingest deletes whatever arrives all the same. */
  readonly state: "reserved" | "settled" | "returned"
  /** Photos that arrived under its key: more than one where the form was used again. */
  readonly arrived?: ReadonlySet<string>
}

export async function reservationOf(table: Table, owner: string, uploadId: string): Promise<Reservation | undefined> {
  return (await table.get(uploadKey(owner, uploadId))) as Reservation | undefined
}

export function dayOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 10)
}

/** When the limits of the day open again, in milliseconds. */
export function nextDay(milliseconds: number): number {
  return Date.parse(`${dayOf(milliseconds)}T00:00:00Z`) + DAY
}

/** For DynamoDB's time to live, seconds. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html */
export function expiryOf(day: string): number {
  return (Date.parse(`${day}T00:00:00Z`) + DAY + KEPT_FOR) / SECOND
}
