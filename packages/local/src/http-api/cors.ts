import type http from "node:http"
import type { ApiNode } from "../graph.ts"

type Cors = NonNullable<ApiNode["cors"]>
type Headers = Record<string, string>

/** A browser's question whether it may ask: API Gateway answers it, and no function. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html */
export function isPreflight({ method, headers }: http.IncomingMessage): boolean {
  return method === "OPTIONS" && headers.origin !== undefined && "access-control-request-method" in headers
}

/** What a preflight's answer has; nothing for an origin that is not allowed. */
export function preflightHeaders(cors: Cors, origin: string | undefined): Headers {
  const allowed = originHeaders(cors, origin)
  if (!allowed["access-control-allow-origin"]) return allowed
  return {
    ...allowed,
    ...listed("access-control-allow-methods", cors.allowMethods),
    ...listed("access-control-allow-headers", cors.allowHeaders),
    ...(cors.maxAge === undefined ? {} : { "access-control-max-age": String(cors.maxAge) }),
  }
}

/** What every other answer has. */
export function corsHeaders(cors: Cors, origin: string | undefined): Headers {
  const allowed = originHeaders(cors, origin)
  if (!allowed["access-control-allow-origin"]) return allowed
  return { ...allowed, ...listed("access-control-expose-headers", cors.exposeHeaders) }
}

function originHeaders({ allowOrigins, allowCredentials }: Cors, origin: string | undefined): Headers {
  if (origin === undefined) return {}
  const allowed = allowOrigins.includes("*") ? "*" : allowOrigins.some((one) => isAllowed(one, origin)) ? origin : ""
  if (allowed === "") return { vary: "Origin" }
  return {
    "access-control-allow-origin": allowed,
    ...(allowed === "*" ? {} : { vary: "Origin" }),
    ...(allowCredentials ? { "access-control-allow-credentials": "true" } : {}),
  }
}

/** `https://*` and `http://*` are all origins of a scheme. */
function isAllowed(allowed: string, origin: string): boolean {
  return allowed === origin || (/^https?:\/\/\*$/.test(allowed) && origin.startsWith(allowed.slice(0, -1)))
}

function listed(name: string, values: readonly string[]): Headers {
  return values.length === 0 ? {} : { [name]: values.join(",") }
}
