import type { TableNode } from "../../graph.ts"
import type { ServiceContext } from "../service.ts"
import type { AttributeValue, Item, Store } from "./dynalite.ts"
import { DynamoDbError } from "./errors.ts"
import { itemPrefix } from "./recorded-store.ts"

/** Milliseconds. AWS takes up to a few days; here nobody wants to wait. */
const SOON = 1_000
const BETWEEN_SWEEPS = 60_000

type ExpiringTable = TableNode & { readonly ttl: string }

export interface TimeToLiveParts {
  readonly tables: readonly TableNode[]
  readonly store: Store
  readonly context: ServiceContext
  /** DeleteItem, as anybody calls it. */
  readonly deleteItem: (input: object) => Promise<unknown>
  /** What is tidied up with each sweep. */
  readonly tidy: () => Promise<void>
}

export interface TimeToLive {
  /** Deletes what has expired; answers how many items those were. */
  sweep(): Promise<number>
  stop(): Promise<void>
}

/** Deletes expired items by the engine's clock. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/howitworks-ttl.html */
export function timeToLive({ tables, store, context, deleteItem, tidy }: TimeToLiveParts): TimeToLive {
  const { clock } = context
  const expiring = tables.filter((table): table is ExpiringTable => table.ttl !== undefined)
  let sweeping: Promise<unknown> = Promise.resolve()
  let busy = false
  let due = false
  let cancel = clock.schedule(SOON, tick)

  async function sweep(): Promise<number> {
    let deleted = 0
    await tidy()
    for (const table of expiring)
      for await (const [, item] of store.db.iterator(itemsOf(table)))
        if (isExpired((item as Item)[table.ttl], clock.now()) && (await expire(table, item as Item))) deleted++
    return deleted
  }

  async function expire(table: ExpiringTable, item: Item): Promise<boolean> {
    try {
      await deleteItem(unlessRenewed(table, item))
      return true
    } catch (error) {
      if (error instanceof DynamoDbError && error.code === "ConditionalCheckFailedException") return false
      throw error
    }
  }

  function tick(): void {
    cancel = clock.schedule(BETWEEN_SWEEPS, tick)
    due = true
    if (!busy) void sweepWhileDue()
  }

  /** A clock that is moved makes many sweeps due at once: one will do. */
  async function sweepWhileDue(): Promise<void> {
    busy = true
    while (due) {
      due = false
      await tracked().catch(warn)
    }
    busy = false
  }

  const warn = (error: unknown) => process.emitWarning(`Expired items stay for now: ${String(error)}`)

  function tracked(): Promise<number> {
    const running = sweep()
    sweeping = Promise.allSettled([sweeping, running])
    return running
  }

  return {
    sweep: tracked,
    async stop() {
      cancel()
      due = false
      await sweeping
    },
  }
}

/** Where dynalite keeps the table's items. */
function itemsOf({ name }: TableNode): { gte: string; lt: string } {
  return { gte: itemPrefix(name), lt: `${itemPrefix(name)}\xFF` }
}

/** Only seconds of the last five years count: older ones are taken for a mistake. */
function isExpired(value: AttributeValue | undefined, now: number): boolean {
  if (value?.["N"] === undefined) return false
  const milliseconds = Number(value["N"]) * 1_000
  return milliseconds < now && milliseconds >= fiveYearsBefore(now)
}

function fiveYearsBefore(now: number): number {
  const date = new Date(now)
  return date.setUTCFullYear(date.getUTCFullYear() - 5)
}

/** Somebody may give the item more time while it is being deleted. */
function unlessRenewed({ name, hashKey, rangeKey, ttl }: ExpiringTable, item: Item): object {
  const keys = rangeKey === undefined ? [hashKey] : [hashKey, rangeKey]
  return {
    TableName: name,
    Key: Object.fromEntries(keys.map((key) => [key, item[key]])),
    ConditionExpression: "#ttl = :ttl",
    ExpressionAttributeNames: { "#ttl": ttl },
    ExpressionAttributeValues: { ":ttl": item[ttl] },
  }
}
