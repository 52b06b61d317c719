import type { CatalogStore } from "./catalog-store.ts"

/** A store whose calls fail now and then, before or after they have done their work. */
export function crashing(store: CatalogStore, crashes: () => boolean): CatalogStore & { stop(): void } {
  let stopped = false
  const guarded = Object.entries(store).map(([name, call]) => [
    name,
    async (...args: unknown[]) => {
      if (!stopped && crashes()) throw new Error(`${name} was cut off before`)
      const result: unknown = await (call as (...all: unknown[]) => unknown)(...args)
      if (!stopped && crashes()) throw new Error(`${name} was cut off after`)
      return result
    },
  ])
  return { ...(Object.fromEntries(guarded) as CatalogStore), stop: () => void (stopped = true) }
}

/** The same from run to run: https://en.wikipedia.org/wiki/Linear_congruential_generator */
export function randomNumbers(seed: number): () => number {
  let state = seed
  return () => (state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32) / 2 ** 32
}

export function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  return items
    .map((item) => ({ item, place: random() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ item }) => item)
}

/** With the members of objects in the order of their names, so that equal ones have the same JSON. */
export function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => a.localeCompare(b))
      .map(([key, inner]) => [key, sorted(inner)]),
  )
}
