import type { ErrorComponentProps } from "@tanstack/react-router"
import { errorText } from "../error-text.ts"
import { Button, EmptyState, Icon } from "../ui/index.ts"

/** What stands where a part of the page could not be drawn. */
export function Crash({ error, reset }: ErrorComponentProps) {
  const actions = (
    <>
      <Button variant="primary" icon={<Icon name="retry" />} onClick={reset}>
        Try again
      </Button>
      <Button onClick={() => location.reload()}>Load the page anew</Button>
    </>
  )
  return (
    <div role="alert">
      <EmptyState icon={<Icon name="warning" size={32} />} title="This part of the page broke" actions={actions}>
        {errorText(error)}
      </EmptyState>
    </div>
  )
}
