/** Runs a task for each item, some at a time, and tells what failed; one failure stops nothing. */
export async function eachOf<Item>(
  items: readonly Item[],
  task: (item: Item) => Promise<unknown>,
  { atOnce = 6 }: { atOnce?: number } = {},
): Promise<{ failed: readonly { item: Item; error: unknown }[] }> {
  const failed: { item: Item; error: unknown }[] = []
  const waiting = items[Symbol.iterator]()
  async function work() {
    for (const item of waiting) await task(item).catch((error: unknown) => failed.push({ item, error }))
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, work))
  return { failed }
}
