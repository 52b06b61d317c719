import type http from "node:http"
import { type Clock, systemClock } from "../clock.ts"
import type { Engine } from "../engine.ts"
import { InvalidLogsQuery } from "../logs/errors.ts"
import { InvalidStatusQuery } from "./errors.ts"
import { HEADERS } from "./headers.ts"
import { pageFile } from "./page-files.ts"
import { jsonRoute, type Shown } from "./routes.ts"
import { seenEvents } from "./seen-events.ts"
import { openStream } from "./stream.ts"
import { works } from "./works.ts"

export interface StatusPageOptions {
  readonly clock?: Clock
}

export interface StatusPage {
  answer(request: http.IncomingMessage, response: http.ServerResponse): void
  /** Shows this engine from now on. */
  show(engine: Engine): void
}

/** The window into the engine: GET / for people, GET /status and GET /logs as JSON, GET /status/stream as it happens. */
export function statusPage({ clock = systemClock }: StatusPageOptions = {}): StatusPage {
  const started = clock.now()
  let shown: Shown | undefined
  return {
    show(engine) {
      shown = { engine, seen: seenEvents(engine.events, clock), works: works(engine.logs), started, clock }
    },
    answer(request, response) {
      if (request.method !== "GET") return refuse(response, 405, "GET only.")
      try {
        answerGet(shown, request.url ?? "/", response)
      } catch (error) {
        // Whoever looks must not bring down what is looked at.
        const invalid = error instanceof InvalidStatusQuery || error instanceof InvalidLogsQuery
        refuse(response, invalid ? 400 : 500, invalid ? error.message : String((error as Error).stack))
      }
    },
  }
}

function answerGet(shown: Shown | undefined, url: string, response: http.ServerResponse): void {
  const [path = "/", search] = url.split("?")
  const file = pageFile(path)
  if (file) return send(response, 200, file.type, file.body)
  if (shown === undefined) return refuse(response, 503, "The engine is starting.")
  const query = new URLSearchParams(search)
  if (path === "/status/stream") return openStream(shown, query, response, HEADERS)
  const answer = jsonRoute(shown, path, query)
  if (answer === undefined) return refuse(response, 404, "GET / shows the engine, GET /status as JSON.")
  send(response, 200, "application/json", JSON.stringify(answer, null, 2))
}

function refuse(response: http.ServerResponse, status: number, message: string): void {
  send(response, status, "text/plain; charset=utf-8", `${message}\n`)
}

function send(response: http.ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { ...HEADERS, "content-type": type }).end(body)
}
