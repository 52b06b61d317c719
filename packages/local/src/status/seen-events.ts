import type { EventsService, SeenEvent } from "../aws/events/events.ts"
import type { Clock } from "../clock.ts"

const KEPT = 1_000

/** An event as it passed by; the number grows with each. */
export interface NumberedEvent extends SeenEvent {
  readonly seq: number
}

export interface RuleMatches {
  readonly count: number
  /** Milliseconds since the epoch. */
  readonly last?: number
}

export interface SeenEvents {
  /** The last thousand, latest first. Replayed ones are among them, which the bus itself does not remember. */
  latest(): NumberedEvent[]
  /** What a rule took since the start. */
  matches(bus: string, rule: string): RuleMatches
  /** Returns what ends it. */
  onEvent(listener: (event: NumberedEvent) => void): () => void
}

/** Remembers what passes the buses. */
export function seenEvents(events: Pick<EventsService, "recent" | "onEvent">, clock: Clock): SeenEvents {
  const kept = events
    .recent(KEPT)
    .toReversed()
    .map((seen, index) => ({ ...seen, seq: index + 1 }))
  const matches = new Map<string, Required<RuleMatches>>()
  const listeners = new Set<(event: NumberedEvent) => void>()
  let seq = kept.length

  events.onEvent((seen) => {
    const numbered = { ...seen, seq: ++seq }
    kept.push(numbered)
    if (kept.length > KEPT) kept.shift()
    for (const rule of seen.rules) {
      const key = keyOf(seen.bus, rule)
      matches.set(key, { count: (matches.get(key)?.count ?? 0) + 1, last: clock.now() })
    }
    listeners.forEach((listener) => listener(numbered))
  })

  return {
    latest: () => kept.toReversed(),
    matches: (bus, rule) => matches.get(keyOf(bus, rule)) ?? { count: 0 },
    onEvent(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

function keyOf(bus: string, rule: string): string {
  return `${bus}/${rule}`
}
