export { useSession } from "./session-context.ts"
export { useUser, type SignedInUser } from "./use-user.ts"
