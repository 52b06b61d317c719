import type { Clock } from "../clock.ts"

export interface DelivererOptions {
  readonly clock: Clock
  /** What an earlier run left, by their numbers. */
  readonly leftBehind: readonly number[]
  /** Tries one; gives when to try it again, or undefined when it is done. After `alive` turns false, the store may be closed. */
  readonly attempt: (seq: number, alive: () => boolean) => Promise<number | undefined>
}

export type Deliverer = ReturnType<typeof startDeliverer>

/** Has every delivery tried until it is done: all at once, each one only once at a time. What an earlier run left comes first. */
export function startDeliverer({ clock, leftBehind, attempt }: DelivererOptions) {
  const running = new Map<number, Promise<void>>()
  const timers = new Map<number, () => void>()
  let closed = false

  function start(seq: number): void {
    if (closed || running.has(seq)) return
    timers.get(seq)?.()
    timers.delete(seq)
    const done = run(seq).finally(() => running.delete(seq))
    running.set(seq, done)
  }

  async function run(seq: number): Promise<void> {
    const again = await attempt(seq, () => !closed)
    if (closed || again === undefined) return
    const cancel = clock.schedule(Math.max(again - clock.now(), 0), () => start(seq))
    timers.set(seq, cancel)
  }

  function cancelTimers(): void {
    timers.forEach((cancel) => cancel())
    timers.clear()
  }

  // Not at once: the services that `attempt` calls may not be there before the engine is complete.
  const cancelStart = clock.schedule(0, () => leftBehind.forEach(start))

  return {
    dispatch: (seqs: readonly number[]) => seqs.forEach(start),
    /** Resolves when nothing is being tried; what waits for another try does not count. */
    idle: async (): Promise<void> => {
      while (running.size > 0) await Promise.all(running.values())
    },
    reset: cancelTimers,
    close: () => {
      closed = true
      cancelStart()
      cancelTimers()
    },
  }
}
