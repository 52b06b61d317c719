import { Link } from "@tanstack/react-router"
import { buttonClass, EmptyState, Icon } from "../ui/index.ts"
import { Page } from "./page.tsx"

/** An address that leads nowhere. */
export function PageNotFound() {
  const link = (
    <Link to="/" className={buttonClass("primary")}>
      All photos
    </Link>
  )
  return (
    <Page title="Not found">
      <EmptyState icon={<Icon name="search" size={32} />} title="There is no such page" actions={link}>
        The address may be mistyped, or what was here has been deleted.
      </EmptyState>
    </Page>
  )
}
