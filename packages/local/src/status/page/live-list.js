// @ts-check

/**
 * @template Item
 * @typedef {object} LiveListOptions
 * @property {"events" | "logs" | "invocations"} kind in the stream
 * @property {string} path what there was before
 * @property {readonly string[]} parameters filters that it takes
 * @property {(item: Item) => string} key
 * @property {boolean} [oldestFirst] the path answers so
 * @property {number} [limit]
 * @property {(items: Item[], skipped: number) => void} show latest first
 */

/**
 * What happens, as it happens: the latest so many, however much it is.
 * @template Item
 * @param {LiveListOptions<Item>} options
 */
export function liveList({ kind, path, parameters, key, oldestFirst = false, limit = 200, show }) {
  /** @type {Map<string, Item>} the oldest first */
  let items = new Map()
  let [skipped, waiting, paused, loads] = [0, 0, false, 0]
  let onWaiting = () => {}
  const filters = (/** @type {URLSearchParams} */ query) => [...query].filter(([name]) => parameters.includes(name))

  const draw = () => {
    if (paused) return onWaiting()
    waiting = 0
    onWaiting()
    show([...items.values()].toReversed(), skipped)
  }
  const merge = (/** @type {readonly Item[]} */ more) => {
    for (const item of more) {
      if (!items.has(key(item))) waiting++
      items.set(key(item), item)
    }
    for (const old of items.keys()) {
      if (items.size <= limit) break
      items.delete(old)
    }
  }

  return {
    kind,
    filters,
    /** @param {URLSearchParams} query */
    async load(query) {
      const load = ++loads
      items = new Map()
      skipped = 0
      const search = new URLSearchParams([...filters(query), ["limit", String(limit)]])
      const answer = await fetch(`${path}?${search}`)
      if (!answer.ok) throw new Error(await answer.text())
      const before = /** @type {Item[]} */ (await answer.json())
      if (load !== loads) return
      // What the stream has brought meanwhile is newer.
      const meanwhile = [...items.values()]
      items = new Map()
      merge(oldestFirst ? before : before.toReversed())
      merge(meanwhile)
      waiting = 0
      draw()
    },
    /** @param {{ items: Item[], skipped: number } | undefined} batch */
    add(batch) {
      if (batch === undefined) return
      merge(batch.items)
      skipped += batch.skipped
      draw()
    },
    /** @param {boolean} on @param {(waiting: number) => void} tell how many have come since */
    pause(on, tell) {
      paused = on
      onWaiting = () => tell(waiting)
      waiting = 0
      draw()
    },
  }
}
