import { useEffect, useState } from "react"
import { afterFirstLook } from "../first-look.ts"
import { Aside } from "./aside.tsx"
import { lazyPart } from "./lazy-part.tsx"

const ProblemToasts = lazyPart(async () => (await import("./problems/problem-toasts.tsx")).ProblemToasts)

/** Tells of photos that fail out of sight; not needed for the first look. */
export function ProblemsPart() {
  const [isDue, setDue] = useState(false)
  useEffect(() => void afterFirstLook.then(() => setDue(true)), [])
  return isDue ? (
    <Aside>
      <ProblemToasts />
    </Aside>
  ) : null
}
