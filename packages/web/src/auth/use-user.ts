import { createContext, use } from "react"

export interface SignedInUser {
  /** The access token's `sub`. */
  readonly userId: string
  readonly name: string
  /** Looks after backfills. What may be done the API decides, by its own token. */
  readonly operator?: true
}

export const UserContext = createContext<SignedInUser | null>(null)

/** Who is signed in. */
export function useUser(): SignedInUser {
  const user = use(UserContext)
  if (!user) throw new Error("useUser() outside of UserContext")
  return user
}
