import type http from "node:http"
import type { Clock } from "../clock.ts"
import type { ApiNode } from "../graph.ts"
import type { FunctionRunner } from "../lambda/function-runner.ts"
import { traceOf } from "../lambda/trace-header.ts"
import { API_PREFIX } from "../local-addresses.ts"
import { type ApiCall, apiCall } from "./api-call.ts"
import { corsHeaders, isPreflight, preflightHeaders } from "./cors.ts"
import { ApiRefusal } from "./errors.ts"
import { functionInvoker } from "./function-invoker.ts"
import type { Issuer } from "./issuer.ts"
import { jwtAuthorizer } from "./jwt-authorizer.ts"
import { proxyEvent } from "./proxy-event.ts"
import { type ProxyResponse, refusalOf } from "./proxy-response.ts"
import { requestBody } from "./request-body.ts"
import { routeTable } from "./route-table.ts"
import { sendAnswer } from "./send-answer.ts"

export type { Issuer } from "./issuer.ts"

export interface HttpApisOptions {
  readonly apis: readonly ApiNode[]
  /** By their ARNs. */
  readonly functions: () => ReadonlyMap<string, Pick<FunctionRunner, "invoke">>
  /** By the address that an authorizer has in the graph. */
  readonly issuers: (issuer: string) => Issuer | undefined
  readonly clock: Clock
  /** What comes before an API's id in a path. */
  readonly prefix?: string
  /** Why an answer was 500 Internal Server Error. */
  readonly onError?: (api: ApiNode, error: unknown) => void
}

export interface HttpApis {
  /** False for what is not for an API. */
  answer(request: http.IncomingMessage, response: http.ServerResponse): boolean
  /** By the CORS configuration of the API that the request is for. */
  allowsOrigin(request: http.IncomingMessage): boolean
  /** Gives up waiting for functions. */
  close(): void
}

/** HTTP APIs of API Gateway, beneath `/_apis/<apiId>`; functions see the paths of the stage $default. */
export function httpApis(options: HttpApisOptions): HttpApis {
  const { apis, functions, issuers, clock, prefix = API_PREFIX, onError = () => {} } = options
  const byId = new Map(apis.map((api) => [api.apiId, { api, match: routeTable(api.routes) }]))
  const authorize = jwtAuthorizer({ issuers, clock })
  const closing = new AbortController()
  const invoke = functionInvoker({ functions, clock, closing: closing.signal })

  async function answerCall(api: ApiNode, match: ReturnType<typeof routeTable>, call: ApiCall): Promise<ProxyResponse> {
    const { request, path } = call
    requireDecodable(path)
    const matched = match(request.method ?? "GET", path)
    // A route of every method is one of preflights too, and refuses them without a token, as AWS's page on CORS says.
    const jwt = matched && (await authorize(request.headers.authorization, matched.route))
    if (api.cors && isPreflight(request))
      return { status: 204, headers: preflightHeaders(api.cors, request.headers.origin), body: "" }
    if (!matched) throw new ApiRefusal(404, "Not Found")
    const body = await requestBody(request)
    const { header: trace } = traceOf(clock.now(), request.headers["x-amzn-trace-id"]?.toString())
    const event = proxyEvent({ ...call, body, matched, jwt, trace, time: clock.now() })
    return withCors(api, request, await invoke(matched.route.functionArn, event, { trigger: `api:${api.name}`, trace }))
  }

  return {
    answer(request, response) {
      const call = apiCall(request, prefix)
      const found = call && byId.get(call.apiId)
      if (!call || !found) return false
      const { api, match } = found
      void answerCall(api, match, call)
        .catch((error: unknown) => {
          if (!(error instanceof ApiRefusal)) onError(api, error)
          return withCors(api, request, refusalOf(error))
        })
        .then((answer) => sendAnswer(call, answer, response))
      return true
    },
    allowsOrigin(request) {
      const cors = byId.get(apiCall(request, prefix)?.apiId ?? "")?.api.cors
      return cors !== undefined && "access-control-allow-origin" in corsHeaders(cors, request.headers.origin)
    },
    close: () => closing.abort(),
  }
}

/** "API Gateway ignores CORS headers returned from your backend integration" where the API has its own. */
function withCors({ cors }: ApiNode, { headers }: http.IncomingMessage, answer: ProxyResponse): ProxyResponse {
  if (!cors) return answer
  const own = Object.entries(answer.headers).filter(([name]) => !name.startsWith("access-control-"))
  return { ...answer, headers: { ...Object.fromEntries(own), ...corsHeaders(cors, headers.origin) } }
}

function requireDecodable(path: string): void {
  try {
    decodeURIComponent(path)
  } catch (cause) {
    throw new ApiRefusal(400, "Bad Request", {}, { cause })
  }
}
