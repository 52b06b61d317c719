import type { UserManager } from "oidc-client-ts"
import type { Config } from "../config.ts"
import { errorText } from "../error-text.ts"
import { oidcProvider, tokensOf, userManager } from "./oidc.ts"
import { isCallback, returnPath } from "./return-path.ts"
import { createSession, type Session } from "./session.ts"

export interface SignedOut {
  readonly signIn: () => Promise<void>
  /** Why the last try to sign in did not work. */
  readonly problem: string | null
}

export type Start = { readonly session: Session } | { readonly signedOut: SignedOut } | { readonly popup: true }

/** Finishes a login that is under way and finds out who is signed in. */
export async function startSession(config: Config, base: string = document.baseURI): Promise<Start> {
  const manager = userManager(config, base)
  const here = new URL(location.href)
  if (!isCallback(here, base)) return startFrom(manager, config, null)
  if (window.opener) {
    await manager.signinPopupCallback()
    return { popup: true }
  }
  const problem = await finishLogin(manager, base)
  return startFrom(manager, config, problem)
}

async function finishLogin(manager: UserManager, base: string): Promise<string | null> {
  try {
    const user = await manager.signinRedirectCallback()
    history.replaceState(null, "", returnPath(user.state, base))
    return null
  } catch (error) {
    history.replaceState(null, "", returnPath(null, base))
    return errorText(error)
  }
}

async function startFrom(manager: UserManager, config: Config, problem: string | null): Promise<Start> {
  const user = await manager.getUser()
  const signIn = () => manager.signinRedirect({ state: `${location.pathname}${location.search}` })
  if (!user || (user.expired && !user.refresh_token)) return { signedOut: { signIn, problem } }
  const session = createSession({
    provider: oidcProvider(manager, config),
    tokens: tokensOf(user),
    onOtherUser: () => location.reload(),
  })
  manager.events.addAccessTokenExpiring(() => void session.renew().catch(ignore))
  return { session }
}

/** The next request tries again, and says so if that does not work either. */
function ignore(): void {}
