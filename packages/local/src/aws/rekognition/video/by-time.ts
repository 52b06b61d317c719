import type { Moment } from "./analysis.ts"

/** An element of the answer for each thing that was found, in the order of time. */
export function byTime<Found>(moments: readonly Moment<Found>[], output: (found: Found) => object): object[] {
  return moments.flatMap(({ timestamp, found }) => found.map((one) => ({ Timestamp: timestamp, ...output(one) })))
}
