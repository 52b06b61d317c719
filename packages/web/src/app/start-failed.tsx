import { ConfigError } from "../config.ts"
import { errorText } from "../error-text.ts"
import { Button, EmptyState, Icon } from "../ui/index.ts"

/** What one sees when the page cannot even begin. */
export function StartFailed({ error }: { readonly error: unknown }) {
  const action = (
    <Button variant="primary" icon={<Icon name="retry" />} onClick={() => location.reload()}>
      Try again
    </Button>
  )
  return (
    <main>
      <title>Darkroom cannot start</title>
      <EmptyState icon={<Icon name="warning" size={32} />} title="Darkroom cannot start" actions={action}>
        <p role="alert">{errorText(error)}</p>
        {error instanceof ConfigError ? (
          <p>The page learns from config.json, which belongs beside its index.html, where its API and login are.</p>
        ) : null}
      </EmptyState>
    </main>
  )
}
