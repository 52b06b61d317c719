import type { SignedInUser } from "./use-user.ts"

export interface Tokens {
  readonly user: SignedInUser
  readonly accessToken: string
  /** Milliseconds since 1970. */
  readonly expiresAt: number
}

/** The identity provider, as far as a session needs it. */
export interface Provider {
  /** Fresh tokens without asking the person; null where the provider refuses. Rejects where it cannot be reached. */
  renew(): Promise<Tokens | null>
  /** Asks the person in a window of its own, so that this page and its uploads stay. */
  signInAgain(): Promise<Tokens>
  /** Ends the session at the provider as well as here. */
  signOut(): Promise<void>
  /** Ends the session of this tab alone, and shows the landing page. */
  leave(): Promise<void>
}

export interface SessionState {
  readonly user: SignedInUser
  /** The person must sign in again; requests wait until then. */
  readonly expired: boolean
}

export interface SessionOptions {
  readonly provider: Provider
  readonly tokens: Tokens
  /** Has the page's other tabs sign out, too. */
  readonly signOutTabs: () => void
  /** Somebody else signed in: nothing of this page is theirs. */
  readonly onOtherUser: () => void
  readonly now?: () => number
}

export type Session = ReturnType<typeof createSession>

/** A token that ends sooner is renewed before it is sent: it must outlive the request. */
const TOO_SOON = 30_000

/** Who is signed in, with an access token that is always good; it lives as long as the page. */
export function createSession({ provider, tokens: first, signOutTabs, onOtherUser, now = Date.now }: SessionOptions) {
  let tokens = first
  let state: SessionState = { user: first.user, expired: false }
  let renewing: Promise<void> | undefined
  let signedInAgain = Promise.withResolvers<void>()
  const listeners = new Set<() => void>()

  function change(expired: boolean): void {
    if (state.expired === expired) return
    state = { ...state, expired }
    if (expired) signedInAgain = Promise.withResolvers()
    else signedInAgain.resolve()
    for (const listener of listeners) listener()
  }

  async function renewOnce(): Promise<void> {
    const fresh = await provider.renew()
    if (fresh) tokens = fresh
    change(fresh === null)
  }

  /** Several requests that find the token ended renew it once: a refresh token may be good for one use alone. */
  function renew(): Promise<void> {
    renewing ??= renewOnce().finally(() => (renewing = undefined))
    return renewing
  }

  async function token(): Promise<string> {
    if (!state.expired && tokens.expiresAt - now() < TOO_SOON) await renew()
    while (state.expired) await signedInAgain.promise
    return tokens.accessToken
  }

  /** The API refused this token: renews it, unless that has happened since. */
  async function refused(accessToken: string): Promise<void> {
    if (accessToken === tokens.accessToken && !state.expired) await renew()
  }

  async function signInAgain(): Promise<void> {
    const fresh = await provider.signInAgain()
    if (fresh.user.userId !== state.user.userId) return onOtherUser()
    tokens = fresh
    change(false)
  }

  return {
    token,
    renew,
    refused,
    expire: () => change(true),
    signInAgain,
    signOut(): Promise<void> {
      signOutTabs()
      return provider.signOut()
    },
    state: () => state,
    subscribe(listener: () => void): () => void {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
