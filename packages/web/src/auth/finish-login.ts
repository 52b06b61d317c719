import type { UserManager } from "oidc-client-ts"
import { errorText } from "../error-text.ts"
import { returnPath } from "./return-path.ts"

/** Whether it was a window that only answers the page which opened it, and what went wrong. */
export type Login = { readonly popup: true } | { readonly popup: false; readonly problem: string | null }

/** Finishes the login from which the provider sends the browser back. */
export async function finishLogin(manager: UserManager, base: string): Promise<Login> {
  if (window.opener || !(await beganHere(manager))) {
    await manager.signinPopupCallback().catch(() => undefined)
    if (window.opener || window.closed) return { popup: true }
  }
  return { popup: false, problem: await finishHere(manager, base) }
}

/**
 * Whether this tab asked for the login. The page's opener policy takes the opener from a window that comes back from the
 * provider's pages; such a window is known by that, its answer goes by a channel, and it closes.
 */
async function beganHere(manager: UserManager): Promise<boolean> {
  const state = new URL(location.href).searchParams.get("state")
  return (await manager.settings.stateStore.get(state ?? "")) !== null
}

async function finishHere(manager: UserManager, base: string): Promise<string | null> {
  try {
    const user = await manager.signinRedirectCallback()
    history.replaceState(null, "", returnPath(user.state, base))
    return null
  } catch (error) {
    history.replaceState(null, "", returnPath(null, base))
    return errorText(error)
  }
}
