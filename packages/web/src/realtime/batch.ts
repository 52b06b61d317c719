export interface BatchOptions<Item> {
  /** What is done with all that has come since the last time. The next batch waits for it. */
  readonly flush: (items: readonly Item[]) => Promise<unknown>
  /** Milliseconds that the first of a batch waits for others. Default 200. */
  readonly wait?: number
  /** Milliseconds at least between two batches: hundreds of photos must not mean hundreds of requests. Default 1500. */
  readonly pause?: number
  readonly later?: (task: () => void, milliseconds: number) => void
}

/** Collects what comes in bursts and handles it together, one batch at a time. */
export function batch<Item>({ flush, wait = 200, pause = 1500, later = setTimeout }: BatchOptions<Item>) {
  let items: Item[] = []
  let state: "idle" | "waiting" | "busy" = "idle"

  function start(milliseconds: number): void {
    state = "waiting"
    later(() => void run(), milliseconds)
  }

  async function run(): Promise<void> {
    state = "busy"
    const taken = items
    items = []
    // What could not be refreshed now is refreshed with the next batch, or when it is next looked at.
    await flush(taken).catch(() => undefined)
    later(() => (items.length > 0 ? start(0) : (state = "idle")), pause)
  }

  return (item: Item): void => {
    items.push(item)
    if (state === "idle") start(wait)
  }
}
