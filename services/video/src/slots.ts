import { GetCommand, PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb"
import { isWritten, type JobTable } from "./table.ts"

/** Who has a slot, and until when nobody asks after them. */
export interface Lease {
  /** Of the job's start. */
  readonly token: string
  /** Milliseconds since the epoch. */
  readonly until: number
  /** How often it was asked after. */
  readonly asked: number
}

export interface SlotsInUse {
  /** How many may be in use; what Rekognition refuses lowers it, and what ends raises it again. */
  readonly limit: number
  /** By the slot's name. */
  readonly leases: Readonly<Record<string, Lease>>
}

/**
 * As many slots as jobs may run at once, all in one item: that it has room for one more, and that this one takes it, are one
 * conditional write. A lease that is over frees nothing: Rekognition may still be at work, and is asked.
 */
export interface Slots {
  inUse(): Promise<SlotsInUse>
  /** False where all are taken, or the job has one. */
  take(slot: string, lease: Lease): Promise<boolean>
  /** Writes another lease in place of one; false where it is not there any more. */
  renew(slot: string, lease: Lease, renewed: Lease): Promise<boolean>
  /** Gives a slot of that token back. `ended` allows one more than before, up to the limit; `refused` one less than are in use. */
  free(slot: string, token: string, why: "ended" | "refused" | "unused"): Promise<void>
}

const KEY = { pk: "slots", sk: "slots" }

export function slotsIn({ client, name }: JobTable, configured: number): Slots {
  const item = { TableName: name, Key: KEY }

  async function inUse(): Promise<SlotsInUse> {
    const { Item } = await client.send(new GetCommand({ ...item, ConsistentRead: true }))
    const { limit = configured, leases = {} } = (Item ?? {}) as Partial<SlotsInUse>
    if (Item === undefined) await create()
    return { limit: Math.max(1, Math.min(limit, configured)), leases }
  }
  async function create(): Promise<void> {
    const first = { ...KEY, limit: configured, leases: {} }
    await isWritten(
      client.send(new PutCommand({ TableName: name, Item: first, ConditionExpression: "attribute_not_exists(pk)" })),
    )
  }
  function update(slot: string, change: { set: string; if: string; names?: object; values?: object }) {
    return isWritten(
      client.send(
        new UpdateCommand({
          ...item,
          UpdateExpression: change.set,
          ConditionExpression: change.if,
          ExpressionAttributeNames: { "#slot": slot, ...change.names },
          ...(change.values && { ExpressionAttributeValues: { ...change.values } }),
        }),
      ),
    )
  }
  const names = { "#limit": "limit" }
  const ofToken = "leases.#slot.#token = :token"
  const remove = (slot: string, token: string) =>
    update(slot, {
      set: "REMOVE leases.#slot",
      if: ofToken,
      names: { "#token": "token" },
      values: { ":token": token },
    })

  return {
    inUse,
    take: (slot, lease) =>
      update(slot, {
        set: "SET leases.#slot = :lease",
        if: "attribute_not_exists(leases.#slot) AND size(leases) < :configured AND size(leases) < #limit",
        names,
        values: { ":lease": lease, ":configured": configured },
      }),
    renew: (slot, lease, renewed) =>
      update(slot, {
        set: "SET leases.#slot = :renewed",
        if: "leases.#slot = :lease",
        values: { ":lease": lease, ":renewed": renewed },
      }),
    async free(slot, token, why) {
      if (why === "unused") return void (await remove(slot, token))
      const { limit, leases } = await inUse()
      const others = Object.keys(leases).length - 1
      const next = why === "ended" ? Math.min(configured, limit + 1) : Math.max(1, Math.min(limit, others))
      await update(slot, {
        set: "SET #limit = :next REMOVE leases.#slot",
        if: ofToken,
        names: { ...names, "#token": "token" },
        values: { ":next": next, ":token": token },
      })
    },
  }
}
