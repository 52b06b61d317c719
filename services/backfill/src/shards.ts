import { derivedId } from "@darkroom/events"

/** Partitions of one backfill: DynamoDB takes a thousand writes a second of each. */
export const SHARDS = 16

/** Seconds that rows and tasks are kept, for reports that are written anew and tasks that are asked again. */
export const KEPT_FOR = 90 * 24 * 3600

export function partition(id: string, shard: number): string {
  return `${id}#${String(shard).padStart(2, "0")}`
}

/** The same for the same name, and all alike for many. */
export function shardOf(name: string): number {
  return Number.parseInt(derivedId("row", name).slice(0, 4), 16) % SHARDS
}

/** The keys of the items of that sort key, one in each partition. */
export function keysOf(id: string, sk: string): { pk: string; sk: string }[] {
  return Array.from({ length: SHARDS }, (_, shard) => ({ pk: partition(id, shard), sk }))
}
