import type http from "node:http"
import type { DatabaseSync } from "node:sqlite"
import type { Clock } from "../clock.ts"
import type { UserPoolNode } from "../graph.ts"
import type { Issuer } from "../http-api/issuer.ts"
import { USERS_PREFIX } from "../local-addresses.ts"
import { expireModels } from "./model-store.ts"
import { poolSecrets } from "./pool-secrets.ts"
import { createTables } from "./tables.ts"
import { userPool } from "./user-pool.ts"
import { users } from "./users.ts"

export interface IdentityOptions {
  readonly pools: readonly UserPoolNode[]
  /** What people log in to; the pool's own name where it is not given. */
  readonly appName?: string
  readonly store: DatabaseSync
  readonly clock: Clock
  /** The engine's; asked for at the first request. */
  readonly url: () => string
  /** What comes before a pool's id in a path. */
  readonly prefix?: string
  /** What the provider could not answer. */
  readonly onError?: (error: unknown) => void
}

export interface Identity {
  /** False for what is not for a user pool. */
  answer(request: http.IncomingMessage, response: http.ServerResponse): boolean
  /** Whether the request is for a pool and comes from a page to which a login there may return. */
  allowsOrigin(request: http.IncomingMessage): boolean
  /** By a pool's id, or by the issuer that it has on AWS. */
  issuerOf(pool: string): Issuer | undefined
  close(): void
}

/** Cognito's user pools as OpenID Connect providers that take any name, beneath `/_users/<poolId>`. */
export function identity(options: IdentityOptions): Identity {
  const { pools, appName, store, clock, url, prefix = USERS_PREFIX, onError = () => {} } = options
  createTables(store)
  const stopExpiring = expireModels(store, clock)
  const running = new Map(pools.map((pool) => [pool.poolId, lazy(() => run(pool))]))

  function run(pool: UserPoolNode) {
    const secrets = poolSecrets(store, pool.poolId)
    const mount = `${prefix}${pool.poolId}`
    const issuer: Issuer = { url: `${url()}${mount}`, keys: secrets.publicKeys }
    const own = {
      pool,
      appName: appName ?? pool.name,
      store,
      clock,
      mount,
      secrets,
      users: users(store, clock, pool.poolId),
      url: url(),
    }
    return { issuer, answer: lazy(() => userPool({ ...own, issuer: issuer.url, onError })) }
  }

  const idIn = ({ url: path = "/" }: http.IncomingMessage) =>
    path.startsWith(prefix) ? (path.slice(prefix.length).split(/[/?]/)[0] ?? "") : ""

  return {
    answer(request, response) {
      const pool = running.get(idIn(request))
      if (!pool) return false
      pool()
        .answer()(request, response)
        .catch((error: unknown) => {
          onError(error)
          if (!response.headersSent) refuse(response, 500, "The login failed.")
          else response.destroy()
        })
      return true
    },
    allowsOrigin(request) {
      const pool = pools.find(({ poolId }) => poolId === idIn(request))
      const urls = pool?.clients.flatMap(({ callbackUrls }) => callbackUrls) ?? []
      return urls.some((address) => URL.parse(address)?.origin === request.headers.origin)
    },
    issuerOf: (name) =>
      running.get(pools.find((pool) => [pool.poolId, pool.issuer].includes(name))?.poolId ?? "")?.().issuer,
    close: stopExpiring,
  }
}

function refuse(response: http.ServerResponse, status: number, message: string): void {
  response.writeHead(status, { "content-type": "text/plain; charset=utf-8" }).end(`${message}\n`)
}

function lazy<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined
  return () => (made ??= { value: make() }).value
}
