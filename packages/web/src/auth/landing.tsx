import { useState } from "react"
import { errorText } from "../error-text.ts"
import { Button, Icon } from "../ui/index.ts"
import { Logo } from "../app/logo.tsx"
import styles from "./landing.module.css"
import type { SignedOut } from "./start-session.ts"

/** What one sees who is not signed in. */
export function Landing({ signIn, problem: first }: SignedOut) {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState(first)
  async function start() {
    setBusy(true)
    setProblem(null)
    try {
      await signIn()
    } catch (error) {
      setBusy(false)
      setProblem(errorText(error))
    }
  }
  return (
    <main className={styles["landing"]}>
      <title>Darkroom</title>
      <Logo size={72} />
      <h1>Darkroom</h1>
      <p>
        Darkroom keeps your photos and understands them: what they show, when, where and with which camera they were
        taken. Upload them, watch them being developed, and find any of them again by what is in it.
      </p>
      <Button variant="primary" busy={busy} onClick={() => void start()}>
        Sign in
      </Button>
      {problem ? (
        <p role="alert" className={styles["problem"]}>
          <Icon name="warning" />
          Signing in did not work. {problem}
        </p>
      ) : null}
    </main>
  )
}
