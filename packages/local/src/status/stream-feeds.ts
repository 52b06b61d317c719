import type { Engine } from "../engine.ts"
import type { LogEntry } from "../logs/log-entry.ts"
import { logsRoute } from "../logs/logs-query.ts"
import { eventFilter } from "./event-filter.ts"
import { type EventSummary, eventSummary } from "./event-summary.ts"
import { type InvocationSummary, type Invoked, invocationsOf } from "./invocation-list.ts"
import type { NumberedEvent, SeenEvents } from "./seen-events.ts"

/** The most of one kind in one message: nobody reads more, and the page stays light. */
export const BATCH = 100

export interface Batch<Item> {
  /** Oldest first. */
  readonly items: readonly Item[]
  /** How many more there were. */
  readonly skipped: number
}

export interface Feed<Item> {
  /** What is new since the last time. */
  take(): Batch<Item>
  close(): void
}

export function eventFeed(seen: SeenEvents, query: URLSearchParams): Feed<EventSummary> {
  const wanted = eventFilter(query)
  let waiting: NumberedEvent[] = []
  let skipped = 0
  const close = seen.onEvent((event) => {
    if (!wanted(event)) return
    waiting.push(event)
    if (waiting.length > BATCH) skipped += waiting.splice(0, 1).length
  })
  return {
    take() {
      const batch = { items: waiting.map(eventSummary), skipped }
      waiting = []
      skipped = 0
      return batch
    },
    close,
  }
}

const LOG_PARAMETERS = ["function", "level", "correlationId", "requestId", "text"]

/** Entries that have grown come again. Throws InvalidLogsQuery. */
export function logFeed(logs: Engine["logs"], asked: URLSearchParams): Feed<LogEntry> {
  const query = new URLSearchParams([...asked].filter(([name]) => LOG_PARAMETERS.includes(name)))
  const changed = new Set<number>()
  const find = (after: number, limit: number) =>
    logsRoute(logs, new URLSearchParams([...query, ["after", String(after)], ["limit", String(limit)]]))
  find(0, 1)
  const close = logs.onEntry(({ id }) => {
    changed.add(id)
    if (changed.size > 10 * BATCH) changed.delete(Math.min(...changed))
  })
  return {
    take() {
      if (changed.size === 0) return { items: [], skipped: 0 }
      const found = find(Math.min(...changed) - 1, 10 * BATCH).filter(({ id }) => changed.has(id))
      changed.clear()
      return latestOf(found)
    },
    close,
  }
}

export function invocationFeed(invoked: Invoked, query: URLSearchParams): Feed<InvocationSummary> {
  const { invocations } = invoked.engine
  let last = invocations()[0]
  return {
    take() {
      const all = invocations()
      if (all[0] === last) return { items: [], skipped: 0 }
      const known = last === undefined ? -1 : all.indexOf(last)
      last = all[0]
      const fresh = known === -1 ? all : all.slice(0, known)
      return latestOf(invocationsOf(invoked, query, fresh.toReversed()))
    },
    close: () => {},
  }
}

function latestOf<Item>(items: readonly Item[]): Batch<Item> {
  return { items: items.slice(-BATCH), skipped: Math.max(0, items.length - BATCH) }
}
