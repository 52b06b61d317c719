import type { User } from "oidc-client-ts"
import type { Config } from "../config.ts"
import type { Tokens } from "./session.ts"

type Stored = Pick<User, "access_token" | "refresh_token" | "expires_at" | "profile">

/** What the library's name for a user in a store begins with. */
const PREFIX = "oidc.user:"

/** What a session needs of the library's user. */
export function tokensOf({ access_token, expires_at, profile }: Stored): Tokens {
  const name = profile.name ?? profile.preferred_username ?? profile.email ?? "You"
  return {
    user: { userId: profile.sub, name, ...(isOperator(profile) ? { operator: true } : {}) },
    accessToken: access_token,
    expiresAt: expires_at === undefined ? Infinity : expires_at * 1000,
  }
}

/** By the groups of the user pool that the ID token tells. */
function isOperator(profile: Stored["profile"]): boolean {
  const groups = profile["cognito:groups"]
  return Array.isArray(groups) && groups.includes("operators")
}

/** Who is signed in in this tab, read without the library; null for nobody, and where the tokens can neither be used nor renewed. */
export function storedTokens({ auth }: Pick<Config, "auth">, storage: () => Storage = session, now = Date.now()) {
  try {
    const text = storage().getItem(`${PREFIX}${auth.issuer}:${auth.clientId}`)
    if (text === null) return null
    const user = JSON.parse(text) as Stored
    const tokens = tokensOf(user)
    return tokens.expiresAt <= now && !user.refresh_token ? null : tokens
  } catch {
    // A browser that stores nothing, or something else under this name.
    return null
  }
}

/** Whether it looks as if somebody were signed in, before it is known where to. */
export function seemsSignedIn(storage: () => Storage = session): boolean {
  try {
    return Object.keys(storage()).some((key) => key.startsWith(PREFIX))
  } catch {
    return false
  }
}

const session = () => sessionStorage
