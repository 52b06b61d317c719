import { useState } from "react"
import { errorText } from "../error-text.ts"
import { Button, Dialog } from "../ui/index.ts"
import { useSession } from "./session-context.ts"

/** Asks to sign in again without leaving the page, since uploads may wait in it. */
export function SessionDialog() {
  const { session, expired } = useSession()
  const [later, setLater] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  async function signIn() {
    setProblem(null)
    await session.signInAgain().catch((error: unknown) => setProblem(errorText(error)))
  }
  // Never busy: nothing tells that the window was closed, and then it has to be opened once more.
  const button = (
    <Button variant="primary" onClick={() => void signIn()}>
      Sign in again
    </Button>
  )
  return (
    <Dialog open={expired && !later} onClose={() => setLater(true)} title="Your session has ended" actions={button}>
      <p>A window opens for you to sign in. This page stays as it is, and uploads that wait go on by themselves.</p>
      {problem ? <p role="alert">That did not work. {problem} Does the browser block the window?</p> : null}
    </Dialog>
  )
}
