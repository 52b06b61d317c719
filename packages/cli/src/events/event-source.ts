import type { BusEvent } from "./bus-event.ts"

/** Where events of the bus can be seen with all that they say. */
export interface EventSource {
  /** What the bus takes from now on, until the signal aborts. */
  tail(signal: AbortSignal): AsyncIterable<BusEvent>
  /** The latest that passed by, or of these those that have the text in them, newest first; undefined where nobody remembers any. */
  latest(text?: string): Promise<readonly BusEvent[] | undefined>
}
