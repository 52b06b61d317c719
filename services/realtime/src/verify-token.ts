import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from "jose"
import { BadToken } from "./errors.ts"

/** Whose token it is, and until when, in seconds since the epoch. */
export interface Claims {
  readonly sub: string
  readonly exp: number
}

export interface TokenVerifierOptions {
  /** Of the user pool. */
  readonly issuer: string
  readonly clientId: string
  /** The issuer's keys. Default: fetched from it, and kept. */
  readonly keys?: JWTVerifyGetKey
}

/** AWS IoT waits 5 seconds for an authorizer. */
const FETCH_MILLISECONDS = 3000

/** A user id is a part of a topic and of a policy, where a wildcard or a slash would say more. */
const USER_ID = /^[\w-]{1,100}$/

/** Errors that are not about the token but about the issuer's keys: trying again can help. */
const NOT_THE_TOKEN = ["ERR_JOSE_GENERIC", "ERR_JWKS_TIMEOUT", "ERR_JWKS_INVALID"]

/**
 * Verifies access tokens of one client of a user pool; they have no audience but a client id.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html
 */
export function tokenVerifier({ issuer, clientId, keys = keysOf(issuer) }: TokenVerifierOptions) {
  return async (token: string): Promise<Claims> => {
    const { sub, exp, token_use: use, client_id: client } = await verified(token, issuer, keys)
    if (use !== "access") throw new BadToken("it is no access token")
    if (client !== clientId) throw new BadToken("it is for another client")
    if (sub === undefined || exp === undefined || !USER_ID.test(sub)) throw new BadToken("its subject is no user id")
    return { sub, exp }
  }
}

async function verified(token: string, issuer: string, keys: JWTVerifyGetKey): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, keys, {
      issuer,
      algorithms: ["RS256"],
      requiredClaims: ["sub", "exp", "token_use", "client_id"],
    })
    return payload
  } catch (cause) {
    if (!(cause instanceof errors.JOSEError) || NOT_THE_TOKEN.includes(cause.code)) throw cause
    throw new BadToken(reasonOf(cause), { cause })
  }
}

/** jose's own messages can quote the token. */
function reasonOf(error: errors.JOSEError): string {
  const claim = error instanceof errors.JWTClaimValidationFailed ? ` ${error.claim}` : ""
  return `${error.code}${claim}`
}

function keysOf(issuer: string): JWTVerifyGetKey {
  return createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks.json`), { timeoutDuration: FETCH_MILLISECONDS })
}
