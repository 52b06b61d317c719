import { generateKeyPairSync, randomBytes } from "node:crypto"
import type { DatabaseSync } from "node:sqlite"
import type { JSONWebKeySet, JWK } from "jose"

/** What a pool signs with, the same after every start. */
export interface PoolSecrets {
  readonly signingKey: JWK
  readonly cookieKey: string
  readonly publicKeys: JSONWebKeySet
}

/** A pool's secrets; makes them when the pool is new. */
export function poolSecrets(store: DatabaseSync, poolId: string): PoolSecrets {
  const select = store.prepare("SELECT signing_key, cookie_key FROM identity_secrets WHERE pool = ?")
  if (!select.get(poolId)) {
    const insert = store.prepare("INSERT INTO identity_secrets (pool, signing_key, cookie_key) VALUES (?, ?, ?)")
    insert.run(poolId, JSON.stringify(newSigningKey()), randomBytes(32).toString("base64url"))
  }
  const row = select.get(poolId) as { signing_key: string; cookie_key: string }
  const signingKey = JSON.parse(row.signing_key) as JWK
  return { signingKey, cookieKey: row.cookie_key, publicKeys: { keys: [publicPart(signingKey)] } }
}

function newSigningKey(): JWK {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 })
  const kid = randomBytes(32).toString("base64")
  return { ...(privateKey.export({ format: "jwk" }) as JWK), kid, alg: "RS256", use: "sig" }
}

function publicPart({ kty, kid, alg, use, n, e }: JWK): JWK {
  return { kty, kid, alg, use, n, e } as JWK
}
