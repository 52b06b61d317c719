import { createLocalJWKSet, errors, type JWTPayload, jwtVerify, type JWTVerifyGetKey } from "jose"
import type { Clock } from "../clock.ts"
import type { ApiRouteNode } from "../graph.ts"
import { claimTexts } from "./claim-texts.ts"
import { ApiRefusal } from "./errors.ts"
import type { Issuer } from "./issuer.ts"

export interface JwtAuthorizerOptions {
  /** By the address that an authorizer has in the graph. */
  readonly issuers: (issuer: string) => Issuer | undefined
  readonly clock: Clock
}

/** As in an event's requestContext.authorizer.jwt. */
export interface JwtContext {
  readonly claims: Readonly<Record<string, string>>
  /** Those that the route asks for and the token has. */
  readonly scopes: readonly string[] | null
}

// "Currently, only RSA-based algorithms are supported": neither `none` nor a secret that everybody knows.
const ALGORITHMS = ["RS256", "RS384", "RS512"]

const DESCRIPTIONS: Readonly<Record<string, string>> = {
  ERR_JWT_EXPIRED: "the token has expired",
  ERR_JWS_SIGNATURE_VERIFICATION_FAILED: "the token has an invalid signature",
  ERR_JWKS_NO_MATCHING_KEY: "no key of the issuer matches the token's kid",
  ERR_JOSE_ALG_NOT_ALLOWED: "the token's signing method is invalid",
}

/** Checks a request's token as a route asks; throws ApiRefusal. https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html */
export function jwtAuthorizer({ issuers, clock }: JwtAuthorizerOptions) {
  const keySets = new WeakMap<Issuer["keys"], JWTVerifyGetKey>()
  const keysOf = ({ keys }: Issuer) => keySets.get(keys) ?? keySets.set(keys, createLocalJWKSet(keys)).get(keys)!

  return async (authorization: string | undefined, route: ApiRouteNode): Promise<JwtContext | undefined> => {
    if (!route.authorizer) return undefined
    const token = authorization?.replace(/^Bearer +/i, "").trim()
    if (!token) throw unauthorized()
    const issuer = issuers(route.authorizer.issuer)
    if (!issuer) throw unauthorized("OIDC discovery endpoint communication error")
    const claims = await verified(token, issuer, keysOf(issuer), clock)
    if (!isFor(route.authorizer.audiences, claims)) throw unauthorized("the token does not have a valid audience")
    return { claims: claimTexts(claims), scopes: grantedScopes(route.scopes ?? [], claims) }
  }
}

async function verified(token: string, issuer: Issuer, key: JWTVerifyGetKey, clock: Clock): Promise<JWTPayload> {
  const currentDate = new Date(clock.now())
  try {
    const { payload, protectedHeader } = await jwtVerify(token, key, {
      algorithms: ALGORITHMS,
      issuer: issuer.url,
      requiredClaims: ["exp"],
      currentDate,
    })
    if (protectedHeader.kid === undefined) throw unauthorized("the token has no kid")
    if ((payload.iat ?? 0) * 1000 > clock.now()) throw unauthorized("the token was issued in the future")
    return payload
  } catch (error) {
    throw error instanceof errors.JOSEError ? unauthorized(description(error), { cause: error }) : error
  }
}

function description(error: errors.JOSEError): string {
  if (error instanceof errors.JWTClaimValidationFailed) return `the token has an invalid ${error.claim}`
  return DESCRIPTIONS[error.code] ?? "the token is not a valid JSON Web Token"
}

/** `client_id` counts only where there is no `aud`, as in Cognito's access tokens. */
function isFor(audiences: readonly string[], { aud, client_id: clientId }: JWTPayload): boolean {
  return [aud ?? clientId].flat().some((audience) => audiences.some((allowed) => allowed === audience))
}

function grantedScopes(wanted: readonly string[], { scope, scp }: JWTPayload): string[] | null {
  if (wanted.length === 0) return null
  const given = [scope, scp].flat().flatMap((text) => (typeof text === "string" ? text.split(" ") : []))
  const granted = wanted.filter((one) => given.includes(one))
  if (granted.length > 0) return granted
  const error = `error="insufficient_scope" error_description="the token does not have a scope of the route"`
  throw new ApiRefusal(403, "Forbidden", { "www-authenticate": `Bearer scope="${wanted.join(" ")}" ${error}` })
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-troubleshooting-jwt.html */
function unauthorized(description?: string, options?: ErrorOptions): ApiRefusal {
  const challenge =
    description === undefined
      ? "Bearer"
      : `Bearer scope="" error="invalid_token" error_description="${description.replaceAll('"', "'")}"`
  return new ApiRefusal(401, "Unauthorized", { "www-authenticate": challenge }, options)
}
