import type { Clock } from "../../clock.ts"

/** A poll looks again at least this often, in milliseconds: a timer cannot be longer than 24 days, and a laptop may have slept. */
const LONGEST_TIMER = 60_000

export interface PollOptions<Item> {
  readonly attempt: () => Item[]
  readonly waitMs: number
  readonly signal?: AbortSignal | undefined
}

/** Receivers that wait for a queue: each is tried again when the queue changes, at its next visible message, and at its deadline. */
export function longPolls(clock: Clock, nextVisibleAt: (queue: string) => number | undefined) {
  const waiting = new Map<string, Set<{ readonly poll: () => void; readonly stop: () => void }>>()

  function wait<Item>(queue: string, { attempt, waitMs, signal }: PollOptions<Item>): Promise<Item[]> {
    return new Promise((resolve, reject) => {
      const deadline = clock.now() + waitMs
      const polls = waiting.get(queue) ?? new Set()
      waiting.set(queue, polls)
      let cancelTimer = setNextTimer()
      const self = { poll, stop: () => finish([]) }
      polls.add(self)
      signal?.addEventListener("abort", self.stop)

      function poll(): void {
        try {
          const items = attempt()
          if (items.length > 0 || clock.now() >= deadline) return finish(items)
          cancelTimer()
          cancelTimer = setNextTimer()
        } catch (error) {
          forget()
          reject(error)
        }
      }
      function setNextTimer(): () => void {
        const at = Math.min(deadline, nextVisibleAt(queue) ?? deadline)
        return clock.schedule(Math.min(LONGEST_TIMER, Math.max(0, at - clock.now())), poll)
      }
      function finish(items: Item[]): void {
        forget()
        resolve(items)
      }
      function forget(): void {
        cancelTimer()
        polls.delete(self)
        signal?.removeEventListener("abort", self.stop)
      }
    })
  }

  return {
    wait,
    /** Tries the receivers of a queue again, those who wait longest first. */
    wake: (queue: string) => [...(waiting.get(queue) ?? [])].forEach(({ poll }) => poll()),
    /** Ends all polls with nothing. */
    stop: () => [...waiting.values()].flatMap((polls) => [...polls]).forEach(({ stop }) => stop()),
  }
}
