import { eventSummary } from "./event-summary.ts"
import { textOf } from "./query.ts"
import type { NumberedEvent } from "./seen-events.ts"

/** `about` finds the photo's id, the key or the correlation id; `text` finds anything in the event. Parts are enough, in any case. */
export const EVENT_PARAMETERS = ["type", "source", "about", "text"] as const

export function eventFilter(query: URLSearchParams): (seen: NumberedEvent) => boolean {
  const [type, source, about, text] = EVENT_PARAMETERS.map((name) => textOf(query, name)) as [
    string,
    string,
    string,
    string,
  ]
  return (seen) => {
    const summary = eventSummary(seen)
    return (
      has(summary.type, type) &&
      has(summary.source, source) &&
      (has(summary.about, about) || has(summary.correlationId ?? "", about)) &&
      (text === "" || has(JSON.stringify([seen.event, seen.bus, seen.rules]), text))
    )
  }
}

function has(value: string, part: string): boolean {
  return part === "" || value.toLowerCase().includes(part)
}
