/** Time and timers, so that tests can move time. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Runs `task` once after `milliseconds`; returns what cancels it. Never keeps the process alive. */
  schedule(milliseconds: number, task: () => void): () => void
}

export const systemClock: Clock = {
  now: () => Date.now(),
  schedule(milliseconds, task) {
    const timer = setTimeout(task, milliseconds)
    timer.unref()
    return () => clearTimeout(timer)
  },
}

export interface ManualClock extends Clock {
  /** Moves time and runs what becomes due, in order. */
  advance(milliseconds: number): void
}

/** A clock that stands still until it is advanced. */
export function manualClock(start = Date.UTC(2026, 0, 1)): ManualClock {
  let now = start
  let tasks: { at: number; task: () => void }[] = []
  return {
    now: () => now,
    schedule(milliseconds, task) {
      const entry = { at: now + milliseconds, task }
      tasks.push(entry)
      return () => void (tasks = tasks.filter((other) => other !== entry))
    },
    advance(milliseconds) {
      const end = now + milliseconds
      for (;;) {
        const due = tasks.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0]
        if (due === undefined) break
        tasks = tasks.filter((entry) => entry !== due)
        now = Math.max(now, due.at)
        due.task()
      }
      now = end
    },
  }
}
