/** The items in an order of chance; `random` gives numbers from 0 to 1. */
export function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  const keys = new Map(items.map((item) => [item, random()]))
  return items.toSorted((one, other) => (keys.get(one) ?? 0) - (keys.get(other) ?? 0))
}
