import { createHmac, createPublicKey, generateKeyPairSync, type JsonWebKeyInput } from "node:crypto"
import { join } from "node:path"
import { DatabaseSync } from "node:sqlite"
import { decodeJwt, decodeProtectedHeader, importJWK, type JWTPayload, SignJWT } from "jose"
import { type PoolSecrets, poolSecrets } from "../src/identity/pool-secrets.ts"

type Claims = Readonly<Record<string, unknown>>
type SigningKey = Parameters<SignJWT["sign"]>[0]
/** What stands after `Bearer `; undefined: no header at all. */
export type Forged = Readonly<Record<string, string | undefined>>

const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url")

/** The secrets of a pool of the engine that keeps its state in this folder. */
export function secretsIn(folder: string, poolId: string): PoolSecrets {
  const store = new DatabaseSync(join(folder, "engine.sqlite"))
  try {
    return poolSecrets(store, poolId)
  } finally {
    store.close()
  }
}

/** Somebody's access token made again with the pool's own key, but for the changes; undefined leaves a claim out. */
export async function signedAgain(token: string, { signingKey }: PoolSecrets, claims: Claims = {}): Promise<string> {
  return sign(token, (await importJWK(signingKey, "RS256")) as SigningKey, claims)
}

function sign(token: string, key: SigningKey, claims: Claims = {}, kid = decodeProtectedHeader(token).kid) {
  const given = Object.entries({ ...decodeJwt(token), ...claims }).filter(([, value]) => value !== undefined)
  return new SignJWT(Object.fromEntries(given) as JWTPayload)
    .setProtectedHeader({ alg: "RS256", ...(kid === undefined ? {} : { kid }) })
    .sign(key)
}

/** Tokens made of a good one that an authorizer has to refuse, by what is wrong with them. */
export async function forgedTokens(token: string, secrets: PoolSecrets): Promise<Forged> {
  const now = Math.floor(Date.now() / 1000)
  const [, payload, signature] = token.split(".") as [string, string, string]
  const { kid } = decodeProtectedHeader(token)
  const another = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey
  const changed = (claims: Claims) => signedAgain(token, secrets, claims)
  const unsigned = (alg: string, end: string) => `${base64url({ alg, kid })}.${payload}.${end}`
  const bySecret = (secret: string | Buffer) => {
    const signed = `${base64url({ alg: "HS256", kid })}.${payload}`
    return `${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`
  }
  const [publicJwk] = secrets.publicKeys.keys
  const publicKey = createPublicKey({ key: publicJwk, format: "jwk" } as JsonWebKeyInput)
  return {
    "is not there": undefined,
    "is empty": "",
    "is no JWT": "garbage",
    "has expired": await changed({ iat: now - 7200, exp: now - 3600 }),
    "never expires": await changed({ exp: undefined }),
    "is not valid yet": await changed({ nbf: now + 600 }),
    "is of the future": await changed({ iat: now + 600 }),
    "is another client's": await changed({ client_id: "another" }),
    "is no client's": await changed({ client_id: undefined }),
    "has another audience": await changed({ aud: "another" }),
    "has another issuer": await changed({ iss: "https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Another" }),
    "has no issuer": await changed({ iss: undefined }),
    "has the algorithm none": unsigned("none", ""),
    "has the algorithm None, and a signature": unsigned("None", signature),
    "is signed by another key": await sign(token, another),
    "is signed by an unknown key": await sign(token, another, {}, "unknown"),
    "is signed by the public key's PEM as a secret": bySecret(publicKey.export({ type: "spki", format: "pem" })),
    "is signed by the public key's DER as a secret": bySecret(publicKey.export({ type: "spki", format: "der" })),
    "is signed by the public key's JWK as a secret": bySecret(JSON.stringify(publicJwk)),
    "has somebody else's claims": [
      token.split(".")[0],
      base64url({ ...decodeJwt(token), sub: "somebody-else" }),
      signature,
    ].join("."),
  }
}
