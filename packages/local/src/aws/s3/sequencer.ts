import type { DatabaseSync } from "node:sqlite"

/**
 * The next sequencer: 18 upper-case hexadecimal digits, seconds and their fraction as AWS's look. Greater than all
 * before it, also after a restart or where the clock stands still or goes back.
 */
export function nextSequencer(store: DatabaseSync, now: number): string {
  const row = store.prepare("SELECT last FROM s3_sequencer").get()
  const last = row ? BigInt(`0x${row["last"] as string}`) : 0n
  const byClock = (BigInt(Math.floor(now)) << 32n) / 1000n
  const next = (byClock > last ? byClock : last + 1n).toString(16).toUpperCase().padStart(18, "0")
  store.prepare("INSERT OR REPLACE INTO s3_sequencer VALUES (1, ?)").run(next)
  return next
}
