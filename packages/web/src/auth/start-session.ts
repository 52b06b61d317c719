import type { Config } from "../config.ts"
import { afterFirstLook } from "../first-look.ts"
import { finishLogin } from "./finish-login.ts"
import { lateLibrary, lateProvider } from "./late-library.ts"
import { isCallback } from "./return-path.ts"
import { createSession, type Session } from "./session.ts"
import { storedTokens } from "./stored-tokens.ts"
import { openTabs } from "./tabs.ts"

export interface SignedOut {
  readonly signIn: () => Promise<void>
  /** Why the last try to sign in did not work. */
  readonly problem: string | null
}

export type Start = { readonly session: Session } | { readonly signedOut: SignedOut } | { readonly popup: true }

/** Finishes a login that is under way and finds out who is signed in. */
export async function startSession(config: Config, base: string = document.baseURI): Promise<Start> {
  let session: Session | undefined
  const library = lateLibrary({ config, base, onExpiring: () => void session?.renew().catch(ignore) })
  // Later there may be no network for it.
  void afterFirstLook.then(library).catch(ignore)
  const isBack = isCallback(new URL(location.href), base)
  const login = isBack ? await finishLogin((await library()).manager, base) : null
  if (login?.popup) return { popup: true }
  const tokens = storedTokens(config)
  if (!tokens) return { signedOut: { signIn, problem: login?.problem ?? null } }
  const provider = lateProvider(library)
  const tabs = openTabs(() => void provider.leave().catch(() => location.reload()))
  session = createSession({ provider, tokens, signOutTabs: tabs.signOut, onOtherUser: () => location.reload() })
  return { session }

  async function signIn(): Promise<void> {
    const { manager } = await library()
    await manager.signinRedirect({ state: `${location.pathname}${location.search}` })
  }
}

/** The next request tries again, and says so if that does not work either. */
function ignore(): void {}
