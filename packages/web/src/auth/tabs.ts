/** The other tabs of the page in this browser. Each has signed in by itself, and has tokens of its own. */
export interface Tabs {
  /** Has them end their sessions, too. */
  signOut(): void
}

/** `onSignOut`: another tab has signed out. */
export function openTabs(onSignOut: () => void): Tabs {
  const channel = new BroadcastChannel("darkroom-sign-out")
  channel.addEventListener("message", onSignOut)
  return { signOut: () => channel.postMessage("signed out") }
}
