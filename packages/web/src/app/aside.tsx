import { CatchBoundary, type ErrorComponentProps } from "@tanstack/react-router"
import { type ReactNode, Suspense, useEffect } from "react"
import { errorText } from "../error-text.ts"
import { toast } from "../toasts.ts"
import { forgetFailedParts } from "./lazy-part.tsx"

/** Around what can be missing while the rest of the page goes on, such as a dialog. Where it does not come, a toast says so. */
export function Aside({ children }: { readonly children: ReactNode }) {
  return (
    <CatchBoundary getResetKey={() => "aside"} errorComponent={Missing}>
      <Suspense>{children}</Suspense>
    </CatchBoundary>
  )
}

function Missing({ error, reset }: ErrorComponentProps) {
  useEffect(() => {
    const run = () => {
      forgetFailedParts()
      reset()
    }
    toast({ kind: "error", text: errorText(error), action: { label: "Try again", run } })
  }, [error, reset])
  return null
}
