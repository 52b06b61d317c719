import { mkdirSync, rmSync, statSync } from "node:fs"
import { setTimeout as sleep } from "node:timers/promises"

const POLL_MILLISECONDS = 100
/** A process that was killed leaves its lock. */
const STALE_MILLISECONDS = 10 * 60_000

/**
 * Does `work` while no other process does it. Where another one does, waits until that has ended, or `isDone` holds. `lock` is the path of
 * a folder that is there meanwhile.
 */
export async function oneAtATime(lock: string, isDone: () => boolean, work: () => Promise<void>): Promise<void> {
  while (!isDone()) {
    if (!take(lock)) {
      await sleep(POLL_MILLISECONDS)
      continue
    }
    try {
      if (!isDone()) await work()
      return
    } finally {
      rmSync(lock, { recursive: true, force: true })
    }
  }
}

function take(lock: string): boolean {
  try {
    mkdirSync(lock)
    return true
  } catch {
    const since = statSync(lock, { throwIfNoEntry: false })?.mtimeMs
    if (since !== undefined && Date.now() - since > STALE_MILLISECONDS) rmSync(lock, { recursive: true, force: true })
    return false
  }
}
