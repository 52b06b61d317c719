import type { Clock } from "../clock.ts"
import type { Engine } from "../engine.ts"
import { logsRoute } from "../logs/logs-query.ts"
import { eventDetail } from "./event-detail.ts"
import { EVENT_PARAMETERS, eventFilter } from "./event-filter.ts"
import { eventSummary } from "./event-summary.ts"
import { INVOCATION_PARAMETERS, invocationList } from "./invocation-list.ts"
import { permissionStatus } from "./permission-status.ts"
import { checkParameters, countOf } from "./query.ts"
import type { SeenEvents } from "./seen-events.ts"
import { EVENTS, statusOf } from "./status-of.ts"
import type { Works } from "./works.ts"

/** An engine that is shown, since when, and what has passed by. */
export interface Shown {
  readonly engine: Engine
  readonly seen: SeenEvents
  readonly works: Works
  /** Milliseconds since the epoch. */
  readonly started: number
  readonly clock: Clock
}

type Route = (shown: Shown, query: URLSearchParams) => unknown

const ROUTES: Readonly<Record<string, Route>> = {
  "/status": ({ engine, seen, started, clock }, query) => {
    checkParameters(query, ["events"])
    return statusOf(engine, seen, { now: clock.now(), started }, countOf(query, "events", EVENTS))
  },
  "/status/events": ({ seen }, query) => {
    checkParameters(query, ["limit", ...EVENT_PARAMETERS])
    const found = seen.latest().filter(eventFilter(query))
    return found.slice(0, countOf(query, "limit", EVENTS)).map(eventSummary)
  },
  "/status/invocations": (shown, query) => {
    checkParameters(query, ["limit", ...INVOCATION_PARAMETERS])
    return invocationList(shown, query)
  },
  "/status/permissions": ({ engine }) => permissionStatus(engine),
  "/status/denials": ({ engine }, query) => {
    checkParameters(query, ["since"])
    return engine.denials(countOf(query, "since", 0, Number.MAX_SAFE_INTEGER))
  },
  "/status/metrics": ({ engine }) => engine.cloudWatch.totals(),
  "/logs": ({ engine }, query) => logsRoute(engine.logs, query),
}

const EVENT = /^\/status\/events\/([^/]+)$/

/** What a path answers as JSON; undefined for a path that answers nothing, and for an event that nobody remembers. Throws InvalidStatusQuery, InvalidLogsQuery. */
export function jsonRoute(shown: Shown, path: string, query: URLSearchParams): unknown {
  const [, id] = EVENT.exec(path) ?? []
  if (id !== undefined) return eventDetail(shown.engine, shown.seen, id)
  return Object.hasOwn(ROUTES, path) ? ROUTES[path]?.(shown, query) : undefined
}
