import { setTimeout as sleep } from "node:timers/promises"

/** Ends early, and without an error, when it is interrupted. */
export async function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  if (milliseconds > 0) await sleep(milliseconds, undefined, signal ? { signal } : {}).catch(() => {})
}
