import { pause } from "../pause.ts"
import { Miss } from "./miss.ts"

export interface Waiting {
  readonly seconds: number
  /** Milliseconds between two looks. */
  readonly every: number
  readonly signal: AbortSignal
  readonly now?: () => number
}

/**
 * Looks until there is something, and gives that. `missing` tells what is there instead after the time. Throws Miss, and what `look`
 * throws.
 */
export async function waitFor<Found>(
  look: () => Promise<Found | undefined>,
  missing: () => Pick<Miss, "expected" | "found" | "next">,
  { seconds, every, signal, now = Date.now }: Waiting,
): Promise<Found> {
  for (const end = now() + seconds * 1_000; ; await pause(every, signal)) {
    signal.throwIfAborted()
    const found = await look()
    if (found !== undefined) return found
    if (now() < end) continue
    const { expected, ...rest } = missing()
    throw new Miss({ expected: `${expected} within ${seconds} s`, ...rest })
  }
}
