import type { Change, Item, Store } from "./dynalite.ts"

/**
 * dynalite tells items that have the same index key apart by 24 bits of a digest. Some thousand such items are enough
 * for two of them to be one row, so the item's own key follows here.
 */
export function putIndexRow(key: string, itemKey: string, value: Item): Change[] {
  return [...withoutSuffix(key), { type: "put", key: key + itemKey, value }]
}

export function deleteIndexRow(key: string, itemKey: string): Change[] {
  return [...withoutSuffix(key), { type: "del", key: key + itemKey }]
}

/** What was stored without it, by an earlier engine. */
function withoutSuffix(key: string): Change[] {
  return [{ type: "del", key }]
}

/** The store for a query that goes on behind an item: its place in the index ends with its own key. */
export function indexStore(store: Store, itemKey: string, backward: boolean): Store {
  const getIndexDb: Store["getIndexDb"] = (...index) => {
    const rows = store.getIndexDb(...index)
    return {
      ...rows,
      createValueStream: (range) =>
        rows.createValueStream(
          backward ? { ...range, lt: `${range.lt}${itemKey}` } : { ...range, gt: `${range.gt}${itemKey}` },
        ),
    }
  }
  return { ...store, getIndexDb }
}
