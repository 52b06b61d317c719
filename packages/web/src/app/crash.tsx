import type { ErrorComponentProps } from "@tanstack/react-router"
import { errorText } from "../error-text.ts"
import { NotLoaded } from "../not-loaded.ts"
import { Button, EmptyState, Icon } from "../ui/index.ts"
import { forgetFailedParts } from "./lazy-part.tsx"

/** What stands where a part of the page could not be drawn, or did not come. */
export function Crash({ error, reset }: ErrorComponentProps) {
  const isMissing = error instanceof NotLoaded
  const title = isMissing ? "This part of the page could not be loaded" : "This part of the page broke"
  const tryAgain = () => {
    forgetFailedParts()
    reset()
  }
  const actions = (
    <>
      <Button variant="primary" icon={<Icon name="retry" />} onClick={tryAgain}>
        Try again
      </Button>
      <Button onClick={() => location.reload()}>Load the page anew</Button>
    </>
  )
  return (
    <div role="alert">
      <EmptyState icon={<Icon name="warning" size={32} />} title={title} actions={actions}>
        {isMissing ? "Check your connection. If that is fine there is a newer page: load it." : errorText(error)}
      </EmptyState>
    </div>
  )
}
