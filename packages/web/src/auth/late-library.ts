import type { UserManager } from "oidc-client-ts"
import type { Config } from "../config.ts"
import type { Provider } from "./session.ts"

export interface Library {
  readonly manager: UserManager
  readonly provider: Provider
}

export interface LibraryOptions {
  readonly config: Config
  /** Address of the page. */
  readonly base: string
  /** The access token ends soon; told when the library has been loaded. */
  readonly onExpiring: () => void
}

/** The login's library, loaded when it is first asked for. A load that failed is tried again the next time. */
export function lateLibrary({ config, base, onExpiring }: LibraryOptions): () => Promise<Library> {
  let loading: Promise<Library> | undefined
  async function load(): Promise<Library> {
    const { oidcProvider, userManager } = await import("./oidc.ts")
    const manager = userManager(config, base)
    manager.events.addAccessTokenExpiring(onExpiring)
    // Sets its timer.
    await manager.getUser()
    return { manager, provider: oidcProvider(manager, config) }
  }
  return () =>
    (loading ??= load().catch((error: unknown) => {
      loading = undefined
      throw error
    }))
}

/** A provider that waits for the library. */
export function lateProvider(library: () => Promise<Pick<Library, "provider">>): Provider {
  return {
    renew: async () => (await library()).provider.renew(),
    signInAgain: async () => (await library()).provider.signInAgain(),
    signOut: async () => (await library()).provider.signOut(),
    leave: async () => (await library()).provider.leave(),
  }
}
