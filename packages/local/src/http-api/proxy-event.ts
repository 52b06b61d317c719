import type http from "node:http"
import { ACCOUNT } from "../account.ts"
import type { JwtContext } from "./jwt-authorizer.ts"
import type { MatchedRoute } from "./route-table.ts"

export interface ProxyRequest {
  readonly apiId: string
  readonly request: http.IncomingMessage
  /** Still percent-encoded, without the API's prefix. */
  readonly path: string
  readonly query: string
  readonly body: Buffer
  readonly matched: MatchedRoute
  readonly jwt: JwtContext | undefined
  readonly requestId: string
  readonly trace: string
  /** Milliseconds since the epoch. */
  readonly time: number
}

// All others arrive as base64, forms and requests without a type too.
const TEXT = /^(text\/.+|application\/(json|xml|javascript))$/
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

/** A request as a function gets it, in payload format 2.0. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html */
export function proxyEvent(proxied: ProxyRequest) {
  const { request, path, query, body, matched } = proxied
  const { cookie, ...headers } = headersOf(proxied)
  return {
    version: "2.0",
    routeKey: matched.route.routeKey,
    // API Gateway hands on a decoded path, whatever its name says.
    rawPath: decodeURIComponent(path),
    rawQueryString: query,
    ...(cookie === undefined ? {} : { cookies: cookie.split(/; */).filter((one) => one !== "") }),
    headers,
    ...(query === "" ? {} : { queryStringParameters: parametersOf(query) }),
    requestContext: requestContext(proxied),
    ...(Object.keys(matched.parameters).length === 0 ? {} : { pathParameters: matched.parameters }),
    ...(body.length === 0 ? { isBase64Encoded: false } : bodyOf(body, request.headers)),
  }
}

function requestContext({ apiId, request, path, matched, jwt, requestId, time }: ProxyRequest) {
  return {
    accountId: ACCOUNT,
    apiId,
    ...(jwt ? { authorizer: { jwt } } : {}),
    domainName: request.headers.host ?? "",
    domainPrefix: apiId,
    http: {
      method: request.method ?? "GET",
      path: decodeURIComponent(path),
      protocol: `HTTP/${request.httpVersion}`,
      sourceIp: addressOf(request),
      userAgent: request.headers["user-agent"] ?? "",
    },
    requestId,
    routeKey: matched.route.routeKey,
    stage: "$default",
    time: logTime(new Date(time)),
    timeEpoch: time,
  }
}

/** Names in lower case, the values of one that comes more than once in one. */
function headersOf({ request, trace }: ProxyRequest): Record<string, string> {
  const given = Object.entries(request.headersDistinct).map(([name, values = []]) => [
    name,
    values.join(name === "cookie" ? "; " : ","),
  ])
  return {
    ...(Object.fromEntries(given) as Record<string, string>),
    "x-amzn-trace-id": trace,
    "x-forwarded-for": [request.headers["x-forwarded-for"] ?? [], addressOf(request)].flat().join(", "),
    "x-forwarded-port": String(request.socket.localPort ?? ""),
    "x-forwarded-proto": "http",
  }
}

function addressOf({ socket }: http.IncomingMessage): string {
  return socket.remoteAddress?.replace(/^::ffff:/, "") ?? ""
}

function parametersOf(query: string): Record<string, string> {
  const parameters: Record<string, string> = {}
  for (const [name, value] of new URLSearchParams(query))
    parameters[name] = Object.hasOwn(parameters, name) ? `${parameters[name]},${value}` : value
  return parameters
}

function bodyOf(body: Buffer, headers: http.IncomingHttpHeaders) {
  const type = headers["content-type"]?.split(";")[0]?.trim().toLowerCase() ?? ""
  const isText = TEXT.test(type) && headers["content-encoding"] === undefined
  return { body: body.toString(isText ? "utf8" : "base64"), isBase64Encoded: !isText }
}

/** As in access logs: 12/Mar/2020:19:03:58 +0000 */
function logTime(date: Date): string {
  const [day, time = ""] = date.toISOString().split("T")
  const [year, month, dayOfMonth] = day!.split("-")
  return `${dayOfMonth}/${MONTHS[Number(month) - 1]}/${year}:${time.slice(0, 8)} +0000`
}
