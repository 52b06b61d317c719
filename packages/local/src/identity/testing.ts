import { createHash, randomBytes } from "node:crypto"
import http from "node:http"
import type { AddressInfo } from "node:net"
import { DatabaseSync } from "node:sqlite"
import { expect, onTestFinished } from "vitest"
import { systemClock } from "../clock.ts"
import type { UserPoolNode } from "../graph.ts"
import { type Identity, identity } from "./identity.ts"

export const POOL: UserPoolNode = {
  id: "Users",
  poolId: "us-east-1_Users",
  name: "darkroom-users",
  issuer: "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Users",
  groups: ["operators", "editors"],
  clients: [
    {
      id: "Web",
      clientId: "webclient",
      callbackUrls: ["https://app.example/callback"],
      logoutUrls: ["https://app.example/bye"],
      flows: ["code"],
      scopes: ["openid", "profile", "email"],
    },
  ],
}

export interface TestIdentity {
  readonly url: string
  readonly issuer: string
  readonly page: string
  readonly identity: Identity
  readonly errors: unknown[]
  close(): Promise<void>
}

/** Where somebody logs in, and the page that they come back to. */
export type LoginPlace = Pick<TestIdentity, "issuer" | "page">

/** User pools on a plain HTTP server; closed when the test is over. */
export async function startIdentity(store = new DatabaseSync(":memory:"), pool = POOL): Promise<TestIdentity> {
  const errors: unknown[] = []
  const server = http.createServer((request, response) => {
    if (!started.answer(request, response)) response.writeHead(418).end()
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const started = identity({
    pools: [pool],
    store,
    clock: systemClock,
    url: () => url,
    onError: (error) => void errors.push(error),
  })
  const close = async () => {
    started.close()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  onTestFinished(close)
  return { url, issuer: `${url}/_users/${POOL.poolId}`, page: `${url}/gallery/`, identity: started, errors, close }
}

export interface Browser {
  /** Follows nothing; keeps cookies and sends those whose path fits. */
  ask(url: string, init?: RequestInit): Promise<Response>
  /** Follows redirects until one leads to `end` or there is none any more. */
  follow(url: string, end: string, init?: RequestInit): Promise<{ url: string; response: Response }>
}

/** What of a browser a login needs. */
export function browser(): Browser {
  const jar = new Map<string, { value: string; path: string }>()

  async function ask(url: string, init: RequestInit = {}): Promise<Response> {
    const { pathname } = new URL(url)
    const cookies = [...jar].filter(([, { path }]) => pathname.startsWith(path))
    const cookie = cookies.map(([name, { value }]) => `${name}=${value}`).join("; ")
    const headers = new Headers(init.headers)
    headers.set("cookie", cookie)
    const response = await fetch(url, { redirect: "manual", ...init, headers })
    for (const line of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      const path = /path=([^;]+)/i.exec(line)?.[1] ?? "/"
      if (/expires=Thu, 01 Jan 1970/i.test(line)) jar.delete(name)
      else jar.set(name, { value, path })
    }
    return response
  }

  return {
    ask,
    async follow(url, end, init) {
      let [at, response] = [url, await ask(url, init)]
      for (;;) {
        const location = response.headers.get("location")
        if (location === null) return { url: at, response }
        at = new URL(location, at).href
        if (at.startsWith(end)) return { url: at, response }
        response = await ask(at)
      }
    },
  }
}

export interface Pkce {
  readonly verifier: string
  readonly challenge: string
}

export function pkce(): Pkce {
  const verifier = randomBytes(32).toString("base64url")
  return { verifier, challenge: createHash("sha256").update(verifier).digest("base64url") }
}

/** Where a login begins. */
export function authorizeUrl(of: LoginPlace, changes: Record<string, string> = {}): string {
  const query = new URLSearchParams({
    client_id: "webclient",
    redirect_uri: of.page,
    response_type: "code",
    scope: "openid profile email",
    state: "somewhere",
    code_challenge: pkce().challenge,
    code_challenge_method: "S256",
    ...changes,
  })
  return `${of.issuer}/oauth2/authorize?${query.toString()}`
}

export interface Tokens {
  readonly access_token: string
  readonly id_token: string
  readonly refresh_token: string
  readonly [member: string]: unknown
}

export function token(of: LoginPlace, form: Record<string, string>, headers: Record<string, string> = {}) {
  const body = new URLSearchParams({ client_id: "webclient", ...form })
  return fetch(`${of.issuer}/oauth2/token`, { method: "POST", body, headers })
}

export const form = (fields: Record<string, string>): RequestInit => ({
  method: "POST",
  body: new URLSearchParams(fields),
})

/** A code for somebody of this name. */
export async function codeOf(of: LoginPlace, name: string, challenge: string, by = browser()): Promise<string> {
  const { url } = await by.follow(authorizeUrl(of, { code_challenge: challenge }), of.page)
  const done = await by.follow(url, of.page, form({ name }))
  const code = new URL(done.url).searchParams.get("code")
  expect(code).toEqual(expect.any(String))
  return code ?? ""
}

/** The whole way of somebody through the login page. */
export async function logIn(of: LoginPlace, name: string, by = browser()): Promise<Tokens> {
  const { verifier, challenge } = pkce()
  const code = await codeOf(of, name, challenge, by)
  const grant = { grant_type: "authorization_code", code, redirect_uri: of.page, code_verifier: verifier }
  const response = await token(of, grant)
  expect(response.status).toBe(200)
  return (await response.json()) as Tokens
}
