import { createContext, use, useSyncExternalStore } from "react"
import type { Session } from "./session.ts"

export const SessionContext = createContext<Session | null>(null)

/** The session and what is known of it now. */
export function useSession() {
  const session = use(SessionContext)
  if (!session) throw new Error("useSession() outside of SessionContext")
  return { session, ...useSyncExternalStore(session.subscribe, session.state) }
}
