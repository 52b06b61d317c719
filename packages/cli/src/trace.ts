import type { TimelineEntry } from "@darkroom/catalog-model"

/** One event of a photo's history. */
export interface TraceEvent {
  readonly id: string
  readonly type: string
  readonly source: string
  readonly time: string
  readonly causationId: string | null
  readonly attempt: number
  readonly origin: TimelineEntry["origin"]
  readonly note: string | null
  /** Null where the cause is none of the photo's events. */
  readonly millisecondsAfterCause: number | null
}

export interface TraceNode {
  readonly event: TraceEvent
  readonly effects: readonly TraceNode[]
}

/** The events by time, each with how long after its cause it came. */
export function traceOf(timeline: readonly TimelineEntry[]): TraceEvent[] {
  const times = new Map(timeline.map(({ eventId, time }) => [eventId, time]))
  return timeline.toSorted(byTime).map((entry) => {
    const { eventId: id, type, source, time, causationId, attempt, origin, note = null } = entry
    const cause = causationId === null ? undefined : times.get(causationId)
    const millisecondsAfterCause = cause === undefined ? null : Date.parse(time) - Date.parse(cause)
    return { id, type, source, time, causationId, attempt, origin, note, millisecondsAfterCause }
  })
}

/** The events under their causes; those whose cause is not among them are roots. */
export function treeOf(events: readonly TraceEvent[]): TraceNode[] {
  const ids = new Set(events.map(({ id }) => id))
  const node = (event: TraceEvent): TraceNode => ({
    event,
    effects: events.filter(({ causationId }) => causationId === event.id).map(node),
  })
  return events.filter(({ causationId }) => causationId === null || !ids.has(causationId)).map(node)
}

function byTime(a: TimelineEntry, b: TimelineEntry): number {
  return a.time.localeCompare(b.time) || a.eventId.localeCompare(b.eventId)
}
