import { ErrorResponse, ErrorTimeout, UserManager, WebStorageStateStore } from "oidc-client-ts"
import type { Config } from "../config.ts"
import { callbackUrl } from "./return-path.ts"
import type { Provider, Tokens } from "./session.ts"
import { tokensOf } from "./stored-tokens.ts"

/** Seconds before the access token ends at which it is renewed. */
const RENEW_BEFORE = 60

/** Authorization code flow with PKCE; everything is kept in the tab's own session storage. */
export function userManager({ auth }: Config, base: string): UserManager {
  return new UserManager({
    authority: auth.issuer,
    client_id: auth.clientId,
    redirect_uri: callbackUrl(base),
    post_logout_redirect_uri: new URL(".", base).href,
    response_type: "code",
    scope: auth.scopes.join(" "),
    userStore: new WebStorageStateStore({ store: sessionStorage }),
    stateStore: new WebStorageStateStore({ store: sessionStorage }),
    // The session renews, so that a timer and a refused request never use the same refresh token.
    automaticSilentRenew: false,
    accessTokenExpiringNotificationTimeInSeconds: RENEW_BEFORE,
    popupWindowFeatures: { width: 480, height: 680 },
  })
}

/** The library as the session's provider. */
export function oidcProvider(manager: UserManager, config: Config): Provider {
  return {
    renew: () => renew(manager),
    signInAgain: async () => tokensOf(await manager.signinPopup()),
    signOut: () => signOut(manager, config),
    leave: async () => {
      await endTokens(manager)
      location.assign(homeOf(manager))
    },
  }
}

async function renew(manager: UserManager): Promise<Tokens | null> {
  const user = await manager.getUser()
  if (!user?.refresh_token) return null
  try {
    const fresh = await manager.signinSilent()
    return fresh ? tokensOf(fresh) : null
  } catch (error) {
    if (error instanceof ErrorResponse) return null
    // Like `fetch`, so that everybody sees one error for "no network".
    if (error instanceof ErrorTimeout) throw new TypeError("The identity provider did not answer.", { cause: error })
    throw error
  }
}

/** Cognito's own endpoint wants other parameters than OpenID Connect's. https://docs.aws.amazon.com/cognito/latest/developerguide/logout-endpoint.html */
async function signOut(manager: UserManager, { auth }: Config): Promise<void> {
  const home = homeOf(manager)
  if (!auth.logoutUrl && (await manager.metadataService.getEndSessionEndpoint().catch(() => undefined))) {
    await revoke(manager)
    return manager.signoutRedirect()
  }
  await endTokens(manager)
  if (!auth.logoutUrl) return location.assign(home)
  const url = new URL(auth.logoutUrl)
  url.searchParams.set("client_id", auth.clientId)
  url.searchParams.set("logout_uri", home)
  location.assign(url)
}

const homeOf = ({ settings }: UserManager) => settings.post_logout_redirect_uri ?? "."

async function endTokens(manager: UserManager): Promise<void> {
  await revoke(manager)
  await manager.removeUser()
}

/** A copy of the refresh token is worthless then. Without a network a person can sign out all the same. */
async function revoke(manager: UserManager): Promise<void> {
  await manager.revokeTokens(["refresh_token"]).catch(() => {})
}
