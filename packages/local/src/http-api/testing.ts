import { generateKeyPairSync, type KeyObject } from "node:crypto"
import http from "node:http"
import type { AddressInfo } from "node:net"
import { type JWK, SignJWT } from "jose"
import { onTestFinished } from "vitest"
import { type ManualClock, manualClock } from "../clock.ts"
import type { ApiNode, ApiRouteNode } from "../graph.ts"
import type { InvocationCall } from "../lambda/function-runner.ts"
import { httpApis, type HttpApis, type HttpApisOptions } from "./http-api.ts"
import type { Issuer } from "./issuer.ts"
import type { proxyEvent } from "./proxy-event.ts"

export const ARN = "arn:aws:lambda:us-east-1:000000000000:function:Gallery"
export const ISSUER = "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Users"

export type ProxyEvent = ReturnType<typeof proxyEvent> & { readonly body?: string; readonly cookies?: string[] }
export type Handler = (event: ProxyEvent, call: InvocationCall) => unknown

export interface TestApi {
  /** The API's, without a slash at its end. */
  readonly url: string
  readonly origin: string
  readonly clock: ManualClock
  readonly apis: HttpApis
  readonly events: ProxyEvent[]
  readonly calls: InvocationCall[]
  readonly errors: unknown[]
}

export interface TestApiOptions extends Partial<Omit<HttpApisOptions, "clock">> {
  readonly routes?: readonly (string | ApiRouteNode)[]
  readonly cors?: ApiNode["cors"]
  readonly handler?: Handler
  readonly clock?: ManualClock
}

/** An API with one function on a plain HTTP server; closed when the test is over. */
export async function startApi(options: TestApiOptions = {}): Promise<TestApi> {
  const { routes = ["$default"], cors, handler = () => "done", clock = manualClock(Date.now()), ...rest } = options
  const [events, calls, errors]: [ProxyEvent[], InvocationCall[], unknown[]] = [[], [], []]
  const invoke = async (event: unknown, call: InvocationCall = {}) => {
    events.push(event as ProxyEvent)
    calls.push(call)
    return handler(event as ProxyEvent, call)
  }
  const apis = httpApis({
    apis: [
      {
        id: "Gallery",
        apiId: "abc123",
        name: "gallery",
        routes: routes.map((route) =>
          typeof route === "string" ? { routeKey: route, functionArn: ARN } : { ...route, functionArn: ARN },
        ),
        ...(cors ? { cors } : {}),
      },
    ],
    functions: () => new Map([[ARN, { invoke }]]),
    issuers: () => undefined,
    onError: (_api, error) => void errors.push(error),
    clock,
    ...rest,
  })
  const server = http.createServer((request, response) => {
    if (!apis.answer(request, response)) response.writeHead(418).end()
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  onTestFinished(async () => {
    apis.close()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { url: `${origin}/_apis/abc123`, origin, clock, apis, events, calls, errors }
}

export interface TestIssuer {
  readonly issuer: Issuer
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
  /** A token as Cognito makes them, of somebody with access, but for the changes; undefined leaves a claim out. */
  sign(
    claims?: Readonly<Record<string, unknown>>,
    header?: { readonly alg?: string; readonly kid?: string },
  ): Promise<string>
}

/** Signs whatever a test wants to try. */
export function testIssuer(now: () => number): TestIssuer {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 })
  const url = "http://127.0.0.1:4900/_users/us-east-1_Users"
  const key = { ...(publicKey.export({ format: "jwk" }) as JWK), kid: "one", use: "sig" }
  return {
    issuer: { url, keys: { keys: [key] } },
    privateKey,
    publicKey,
    sign(claims = {}, header = {}) {
      const at = Math.floor(now() / 1000)
      const own = { sub: "ada", iss: url, client_id: "web", scope: "openid email", iat: at, exp: at + 3600 }
      const given = Object.entries({ ...own, ...claims }).filter(([, value]) => value !== undefined)
      return new SignJWT(Object.fromEntries(given))
        .setProtectedHeader({ alg: "RS256", kid: "one", ...header })
        .sign(privateKey)
    },
  }
}
