import { useState } from "react"
import { useSession } from "../auth/index.ts"
import { Aside } from "./aside.tsx"
import { lazyPart } from "./lazy-part.tsx"

const SessionDialog = lazyPart(async () => (await import("../auth/session-dialog.tsx")).SessionDialog, { ahead: true })

/** Asks to sign in again, once that has been necessary; a dialog that is taken away would not give the focus back. */
export function SessionPart() {
  const { expired } = useSession()
  const [wanted, setWanted] = useState(expired)
  if (expired && !wanted) setWanted(true)
  return wanted ? (
    <Aside>
      <SessionDialog />
    </Aside>
  ) : null
}
