import {
  eventKey,
  failedKey,
  FOUND_PREFIX,
  foundItems,
  type ImageRecord,
  LABEL_PREFIX,
  RECORD,
  recordKey,
  seenItems,
  type Written,
} from "@darkroom/catalog-model"
import type { CatalogStore, Tombstone } from "./catalog-store.ts"
import { changed } from "./change.ts"
import { labelItems } from "./label-items.ts"

export type Item = Readonly<Record<string, unknown>> & { readonly pk: string; readonly sk: string }

/** What the table would hold, by photo and sort key: the same as `catalogTable`, for events that are projected anew. */
export function memoryStore(): CatalogStore & { itemsOf(imageId: string): Item[] } {
  const photos = new Map<string, Map<string, Item>>()
  const of = (imageId: string) => {
    const items = photos.get(imageId) ?? new Map<string, Item>()
    photos.set(imageId, items)
    return items
  }
  const record = (imageId: string) => of(imageId).get(RECORD) as ImageRecord | undefined
  const put = (imageId: string, items: readonly Item[]) => {
    // DynamoDB keeps no attribute that is undefined.
    for (const item of items) of(imageId).set(item.sk, JSON.parse(JSON.stringify(item)) as Item)
  }
  const drop = (imageId: string, isUnwanted: (item: Item) => boolean) => {
    for (const item of of(imageId).values()) if (isUnwanted(item)) of(imageId).delete(item.sk)
  }
  const dropFound = (imageId: string, isUnwanted: (found: Written) => boolean) =>
    drop(imageId, (item) => item.sk.startsWith(FOUND_PREFIX) && isUnwanted(item as unknown as Written))

  return {
    itemsOf: (imageId) => [...of(imageId).values()],
    async apply(imageId, change) {
      const next = changed({ ...record(imageId) }, imageId, change)
      if (next !== undefined) put(imageId, [{ ...recordKey(imageId), ...next }])
      const after = record(imageId)
      return after?.deletedAt === undefined ? after : undefined
    },
    async addToTimeline(imageId, entry) {
      put(imageId, [{ ...eventKey(imageId, entry.eventId), ...entry }])
    },
    async putLabels(imageId, owner, eventId, labels) {
      const items = labelItems(imageId, owner, eventId, labels)
      const keys = new Set(items.map(({ sk }) => sk))
      put(imageId, items)
      drop(imageId, ({ sk }) => sk.startsWith(LABEL_PREFIX) && !keys.has(sk))
    },
    async putFound(imageId, { eventId, time }, found) {
      put(imageId, foundItems(imageId, { eventId, time }, found))
    },
    async putSeen(imageId, { eventId, time }, seen) {
      put(imageId, seenItems(imageId, { eventId, time }, seen))
    },
    dropOlderFound: async (imageId, time) => dropFound(imageId, (found) => found.time < time),
    dropFound: async (imageId, eventId) => dropFound(imageId, (found) => found.eventId === eventId),
    async keepFailed(imageId, message) {
      const key = failedKey(imageId, message.service)
      const known = of(imageId).get(key.sk) as Written | undefined
      if (known === undefined || known.time <= message.time) put(imageId, [{ ...key, ...message }])
    },
    async bury(imageId, tombstone) {
      if (record(imageId)?.deletedAt === undefined) put(imageId, [{ ...recordKey(imageId), imageId, ...tombstone }])
      drop(imageId, ({ sk }) => sk !== RECORD)
    },
    async tombstone(imageId): Promise<Tombstone | undefined> {
      const { deletedAt, replacedBy } = record(imageId) ?? {}
      if (deletedAt === undefined) return undefined
      return { deletedAt, ...(replacedBy === undefined ? {} : { replacedBy }) }
    },
    // What is waited for is no fact of a photo: events that are projected anew wait for nothing.
    watch: async () => {},
    unwatch: async () => {},
  }
}
