import { groupsOf } from "./groups.ts"
import type { User } from "./users.ts"

/** As in Cognito's access tokens. https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html */
export function accessTokenClaims({ name }: User, groups: readonly string[]): Record<string, unknown> {
  return { token_use: "access", version: 2, username: name.toLowerCase(), ...groupsClaim(name, groups) }
}

/** As in Cognito's ID tokens. https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-id-token.html */
export function idTokenClaims({ sub, name }: User, groups: readonly string[]): Record<string, unknown> {
  return {
    sub,
    token_use: "id",
    "cognito:username": name.toLowerCase(),
    name,
    preferred_username: name,
    email: emailOf(name),
    email_verified: true,
    ...groupsClaim(name, groups),
  }
}

/** Which scope brings which of them. */
export const SCOPE_CLAIMS = {
  openid: ["sub", "token_use", "cognito:username", "cognito:groups"],
  profile: ["name", "preferred_username"],
  email: ["email", "email_verified"],
  phone: [],
} as const

/** Cognito leaves it out for who is in none. */
function groupsClaim(name: string, groups: readonly string[]): Record<string, unknown> {
  const own = groupsOf(name, groups)
  return own.length === 0 ? {} : { "cognito:groups": own }
}

function emailOf(name: string): string {
  if (/^[^\s@]+@[^\s@]+$/.test(name)) return name.toLowerCase()
  const local = name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ".")
    .replace(/^\.|\.$/g, "")
  return `${local || "user"}@example.com`
}
