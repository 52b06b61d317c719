import type http from "node:http"
import type { Engine } from "./engine.ts"

/** GET /status: how the engine is, as JSON. Browsers of other sites cannot read it: there is no CORS header. */
export function statusPage(engine: () => Engine | undefined) {
  return (request: http.IncomingMessage, response: http.ServerResponse): void => {
    const running = engine()
    if (request.method !== "GET" || request.url !== "/status" || running === undefined) {
      response
        .writeHead(404, { "content-type": "text/plain" })
        .end("Darkroom's offline engine. GET /status tells how it is.\n")
      return
    }
    const { graph, sqs } = running
    const queues = graph.queues.map(({ id, arn }) => ({ id, ...sqs.depth(arn) }))
    response.writeHead(200, { "content-type": "application/json" })
    response.end(JSON.stringify({ pid: process.pid, app: graph.app, functions: running.stats(), queues }, null, 2))
  }
}
