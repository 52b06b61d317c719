import { readFileSync } from "node:fs"
import type http from "node:http"
import type { Engine } from "../engine.ts"
import { statusOf } from "./status-of.ts"

const files: Readonly<Record<string, { name: string; type: string }>> = {
  "/": { name: "page.html", type: "text/html; charset=utf-8" },
  "/status.css": { name: "page.css", type: "text/css; charset=utf-8" },
  "/status.js": { name: "page.js", type: "text/javascript; charset=utf-8" },
}

// Nothing from elsewhere, nothing inline: what events and keys say is never run.
const headers = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:",
  "x-content-type-options": "nosniff",
  "cache-control": "no-store",
}

export interface StatusPage {
  answer(request: http.IncomingMessage, response: http.ServerResponse): void
  /** Shows this engine from now on. */
  show(engine: Engine): void
}

/** The window into the engine: GET / for people, GET /status the same as JSON. */
export function statusPage(): StatusPage {
  const started = Date.now()
  const matches = new Map<string, number>()
  let engine: Engine | undefined
  return {
    show(shown) {
      engine = shown
      shown.events.onEvent(({ rules }) => rules.forEach((name) => matches.set(name, (matches.get(name) ?? 0) + 1)))
    },
    answer(request, response) {
      if (!isLocal(request.headers.host)) return send(response, 403, "text/plain", "Only for this machine.\n")
      const path = request.url?.split("?")[0] ?? "/"
      if (request.method !== "GET") return send(response, 405, "text/plain", "GET only.\n")
      if (path === "/status" && engine) return sendJson(response, statusOf(engine, matches, started))
      const file = files[path]
      if (file === undefined) return send(response, 404, "text/plain", "GET / shows the engine, GET /status as JSON.\n")
      send(response, 200, file.type, readFileSync(new URL(file.name, import.meta.url), "utf8"))
    },
  }
}

/** Another site's page could have its name point here (DNS rebinding), but not choose the Host header. */
function isLocal(host: string | undefined): boolean {
  return /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(host ?? "")
}

function sendJson(response: http.ServerResponse, value: unknown): void {
  send(response, 200, "application/json", JSON.stringify(value, null, 2))
}

function send(response: http.ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { ...headers, "content-type": type }).end(body)
}
