import type { Clock } from "../../clock.ts"
import type { SnsOptions } from "./config.ts"
import type { OutboxRows } from "./outbox-rows.ts"

const FIRST_RETRY = 1_000
const LONGEST_RETRY = 600_000

/** Delivers to queues until they take the message; what an earlier run left comes first. */
export function startDeliverer(rows: OutboxRows, deliver: SnsOptions["deliver"], clock: Clock) {
  const running = new Map<number, Promise<void>>()
  const timers = new Map<number, () => void>()
  let closed = false

  function start(seq: number): void {
    if (closed || running.has(seq)) return
    timers.get(seq)?.()
    timers.delete(seq)
    running.set(
      seq,
      run(seq).finally(() => running.delete(seq)),
    )
  }

  async function run(seq: number): Promise<void> {
    const delivery = rows.delivery(seq)
    if (delivery === undefined) return
    const delivered = await deliver(delivery.endpoint, delivery.message, delivery.attributes).then(
      () => true,
      () => false,
    )
    // The store may be closed by now; the row stays in it for the next run.
    if (closed) return
    if (delivered) return rows.remove(seq)
    const attempts = rows.fail(seq)
    if (attempts === undefined) return
    const delay = Math.min(LONGEST_RETRY, FIRST_RETRY * 2 ** Math.min(attempts - 1, 20))
    timers.set(
      seq,
      clock.schedule(delay, () => start(seq)),
    )
  }

  function cancelTimers(): void {
    timers.forEach((cancel) => cancel())
    timers.clear()
  }

  const leftBehind = rows.waiting()
  // Not at once: the services that `deliver` calls may not be there before the engine is complete.
  const cancelStart = clock.schedule(0, () => leftBehind.forEach(start))

  return {
    dispatch: (seqs: readonly number[]) => seqs.forEach(start),
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
