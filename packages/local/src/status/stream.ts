import type http from "node:http"
import { InvalidStatusQuery } from "./errors.ts"
import { EVENT_PARAMETERS } from "./event-filter.ts"
import { INVOCATION_PARAMETERS } from "./invocation-list.ts"
import { checkParameters } from "./query.ts"
import type { Shown } from "./routes.ts"
import { eventFeed, type Feed, invocationFeed, logFeed } from "./stream-feeds.ts"

/** However much happens, a page hears of it four times a second. */
export const EVERY = 250
/** So that either side notices that the other has gone. */
export const HEARTBEAT = 15_000

const KINDS = ["events", "logs", "invocations"] as const
const PARAMETERS = ["of", "level", ...EVENT_PARAMETERS, ...INVOCATION_PARAMETERS]

/**
 * GET /status/stream: Server-Sent Events, of which each `batch` says what has happened since the one before. `of` names the
 * kinds, such as `events,logs`; other parameters are the filters of those kinds. Throws InvalidStatusQuery, InvalidLogsQuery.
 */
export function openStream(
  shown: Shown,
  query: URLSearchParams,
  response: http.ServerResponse,
  headers: http.OutgoingHttpHeaders,
): void {
  checkParameters(query, PARAMETERS)
  const feeds = feedsOf(shown, query)
  const { clock } = shown
  let [cancel, quietSince] = [() => {}, clock.now()]

  const write = (text: string) => {
    response.write(text)
    quietSince = clock.now()
  }
  const send = () => {
    // What a reader that stands still has not read must not pile up here.
    if (response.writableNeedDrain) return
    const batch = batchOf(feeds)
    if (batch) write(`event: batch\ndata: ${JSON.stringify(batch)}\n\n`)
    else if (clock.now() - quietSince >= HEARTBEAT) write(":\n\n")
  }
  const tick = () => {
    cancel = clock.schedule(EVERY, tick)
    try {
      send()
    } catch (error) {
      // The reader comes again; the engine goes on.
      response.destroy(error as Error)
    }
  }
  response.once("close", () => {
    cancel()
    for (const [, feed] of feeds) feed.close()
  })
  response.writeHead(200, { ...headers, "content-type": "text/event-stream; charset=utf-8" })
  write("retry: 1000\n\n")
  response.on("error", () => {})
  cancel = clock.schedule(EVERY, tick)
}

type Feeds = readonly (readonly [string, Feed<unknown>])[]

function feedsOf({ seen, ...shown }: Shown, query: URLSearchParams): Feeds {
  const make = {
    events: () => eventFeed(seen, query),
    logs: () => logFeed(shown.engine.logs, query),
    invocations: () => invocationFeed(shown, query),
  }
  const asked = query.get("of") ? (query.get("of")?.split(",") ?? []) : KINDS
  const kinds = KINDS.filter((kind) => asked.includes(kind))
  if (kinds.length < new Set(asked).size) throw new InvalidStatusQuery("of", `some of ${KINDS.join(", ")}`)
  // Logs first: their query may be refused, and then nothing listens yet.
  const ordered = kinds.toSorted((a, b) => Number(b === "logs") - Number(a === "logs"))
  return ordered.map((kind) => [kind, make[kind]()] as const)
}

/** Undefined where nothing has happened. */
function batchOf(feeds: Feeds): Record<string, unknown> | undefined {
  const batches = feeds.map(([kind, feed]) => [kind, feed.take()] as const)
  const full = batches.filter(([, { items }]) => items.length > 0)
  return full.length === 0 ? undefined : Object.fromEntries(full)
}
