import { canPass } from "../can-pass.ts"
import { errorText } from "../error-text.ts"
import { Button, EmptyState, Icon } from "../ui/index.ts"

/** What stands where something could not be loaded. */
export function LoadError({ error, retry }: { readonly error: unknown; readonly retry: () => void }) {
  const action = canPass(error) ? (
    <Button icon={<Icon name="retry" />} onClick={retry}>
      Try again
    </Button>
  ) : null
  return (
    <div role="alert">
      <EmptyState icon={<Icon name="warning" size={32} />} title="This could not be loaded" actions={action}>
        {errorText(error)}
      </EmptyState>
    </div>
  )
}
