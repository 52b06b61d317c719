import type http from "node:http"
import type { Duplex } from "node:stream"
import type { ServiceContext } from "../aws/service.ts"
import type { Graph } from "../graph.ts"
import { httpApis } from "../http-api/http-api.ts"
import { identity } from "../identity/identity.ts"
import type { FunctionRunner } from "../lambda/function-runner.ts"
import { realtimeBroker, type RealtimeBroker } from "../realtime/broker.ts"

export interface FrontsOptions {
  readonly graph: Graph
  readonly context: ServiceContext
  readonly functions: () => ReadonlyMap<string, FunctionRunner>
  /** The engine's. */
  readonly url: () => string
  /** What a front could not do, by the front's name. */
  readonly onError: (front: string, error: unknown) => void
}

export interface Fronts {
  /** False for what is for none of them. */
  answer(request: http.IncomingMessage, response: http.ServerResponse): boolean
  /** Whether the app takes this request from a page of another origin. */
  allowsOrigin(request: http.IncomingMessage): boolean
  upgrade(request: http.IncomingMessage, socket: Duplex, head: Buffer): boolean
  readonly publishLive: RealtimeBroker["publish"]
  close(): Promise<void>
}

/** What people's browsers reach of the app: its APIs, its user pools' logins and its realtime connections. */
export function openFronts({ graph, context, functions, url, onError }: FrontsOptions): Fronts {
  const { clock, store } = context
  const pools = identity({
    pools: graph.userPools,
    appName: graph.app.name,
    store,
    clock,
    url,
    onError: (error) => onError("login", error),
  })
  const apis = httpApis({
    apis: graph.apis,
    functions,
    issuers: (issuer) => pools.issuerOf(issuer),
    clock,
    onError: ({ id }, error) => onError(id, error),
  })
  const broker = realtimeBroker({
    realtimes: graph.realtimes,
    functions,
    clock,
    onRefused: (error) => onError("realtime", error),
  })
  return {
    answer: (request, response) => apis.answer(request, response) || pools.answer(request, response),
    allowsOrigin: (request) => apis.allowsOrigin(request) || pools.allowsOrigin(request),
    upgrade: (request, socket, head) => broker.upgrade(request, socket, head),
    publishLive: (...message) => broker.publish(...message),
    async close() {
      apis.close()
      pools.close()
      await broker.close()
    },
  }
}
