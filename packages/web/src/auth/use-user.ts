import { createContext, use } from "react"

export interface SignedInUser {
  /** The access token's `sub`. */
  readonly userId: string
  readonly name: string
}

export const UserContext = createContext<SignedInUser | null>(null)

/** Who is signed in. */
export function useUser(): SignedInUser {
  const user = use(UserContext)
  if (!user) throw new Error("useUser() outside of UserContext")
  return user
}
