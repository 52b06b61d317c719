import { type ReactNode, useSyncExternalStore } from "react"
import { useSession } from "../auth/index.ts"
import { useConnection } from "../realtime/index.ts"
import { Icon, type IconName } from "../ui/index.ts"
import styles from "./banners.module.css"

/** What the person should know of the connection. The region is always there, so that a change in it is read aloud. */
export function Banners() {
  const { expired, session } = useSession()
  const online = useOnline()
  const connection = useConnection()
  return (
    <div role="status" className={styles["banners"]}>
      {online ? null : (
        <Banner icon="offline">You are offline. What was loaded stays; uploads go on when you are back.</Banner>
      )}
      {online && connection === "lost" ? (
        <Banner icon="info">Live updates are interrupted. The page looks for changes every few seconds instead.</Banner>
      ) : null}
      {expired ? (
        <Banner icon="user">
          Your session has ended. <SignInAgain signIn={session.signInAgain} />
        </Banner>
      ) : null}
    </div>
  )
}

function SignInAgain({ signIn }: { readonly signIn: () => Promise<void> }) {
  return (
    <button type="button" className={styles["link"]} onClick={() => void signIn().catch(() => undefined)}>
      Sign in again
    </button>
  )
}

function Banner({ icon, children }: { readonly icon: IconName; readonly children: ReactNode }) {
  return (
    <div className={styles["banner"]}>
      <Icon name={icon} />
      <p>{children}</p>
    </div>
  )
}

function useOnline(): boolean {
  return useSyncExternalStore(onConnectivity, () => navigator.onLine)
}

function onConnectivity(listener: () => void): () => void {
  addEventListener("online", listener)
  addEventListener("offline", listener)
  return () => {
    removeEventListener("online", listener)
    removeEventListener("offline", listener)
  }
}
