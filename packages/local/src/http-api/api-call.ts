import { randomBytes } from "node:crypto"
import type http from "node:http"

/** A request to an API, its address taken apart. */
export interface ApiCall {
  readonly apiId: string
  readonly request: http.IncomingMessage
  /** Still percent-encoded, without the prefix and the API's id. */
  readonly path: string
  /** Without the question mark. */
  readonly query: string
  readonly requestId: string
}

/** What a request asks of which API; undefined for what is not beneath the prefix. */
export function apiCall(request: http.IncomingMessage, prefix: string): ApiCall | undefined {
  const url = request.url ?? "/"
  if (!url.startsWith(prefix)) return undefined
  const [, address = "", query = ""] = /^([^?]*)\??(.*)$/s.exec(url.slice(prefix.length)) ?? []
  const end = address.includes("/") ? address.indexOf("/") : address.length
  return {
    apiId: address.slice(0, end),
    request,
    path: address.slice(end) || "/",
    query,
    requestId: randomBytes(11).toString("base64"),
  }
}
