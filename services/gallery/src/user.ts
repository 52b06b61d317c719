import { unauthorized } from "./errors.ts"

/** What API Gateway's JWT authorizer leaves in the event, as far as the gallery looks at it. */
export interface AuthorizedEvent {
  readonly requestContext?: {
    readonly authorizer?: { readonly jwt?: { readonly claims?: Readonly<Record<string, unknown>> } }
  }
}

/** Who may look after backfills: members of this group of the user pool. */
export const OPERATORS = "operators"

/** It becomes a part of S3 keys, so it must not hold what parts them. */
const SUB = /^[A-Za-z0-9_-]{1,128}$/

/**
 * The caller, whose token the authorizer has verified. An ID token passes the authorizer too, its audience being the same
 * client; only an access token is meant for an API. Throws Unauthorized.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html
 */
export function userOf(event: AuthorizedEvent | undefined, clientIds: readonly string[] = []): string {
  const claims = event?.requestContext?.authorizer?.jwt?.claims ?? {}
  const { sub, token_use: use, client_id: clientId } = claims
  if (typeof sub !== "string" || !SUB.test(sub)) throw unauthorized()
  if (use !== "access") throw unauthorized("This needs an access token.")
  if (clientIds.length > 0 && !clientIds.includes(String(clientId)))
    throw unauthorized("This access token is for another application.")
  return sub
}

/**
 * The groups of the user pool that the caller is in. API Gateway makes texts of all claims: `[operators editors]`; a group's name has no spaces.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 */
export function groupsOf(event: AuthorizedEvent | undefined): readonly string[] {
  const groups = event?.requestContext?.authorizer?.jwt?.claims?.["cognito:groups"]
  if (typeof groups !== "string") return []
  return groups
    .replace(/^\[|\]$/g, "")
    .split(" ")
    .filter((group) => group !== "")
}
