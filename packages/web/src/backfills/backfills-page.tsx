import type { Backfill } from "@darkroom/gallery-api"
import { GalleryError } from "@darkroom/gallery-api/client"
import { LoadError } from "../app/load-error.tsx"
import { PageNotFound } from "../app/page-not-found.tsx"
import { Page } from "../app/page.tsx"
import { EmptyState, Icon, Spinner } from "../ui/index.ts"
import { BackfillCard } from "./backfill-card.tsx"
import { isUnderWay } from "./backfill-texts.ts"
import styles from "./backfills-page.module.css"
import { useBackfills } from "./use-backfills.ts"

/** What is being taken in of that which was already there, for those who look after it. */
export function BackfillsPage() {
  const { data: backfills, error, refetch } = useBackfills()
  if (backfills === undefined && error instanceof GalleryError && error.status === 404) return <PageNotFound />
  return (
    <Page title="Backfills">
      {backfills === undefined && error ? <LoadError error={error} retry={() => void refetch()} /> : null}
      {backfills === undefined && !error ? <Spinner label="Loading the backfills" size={32} /> : null}
      {backfills?.length === 0 ? (
        <EmptyState icon={<Icon name="backfill" size={32} />} title="No backfills">
          Photos and videos that are already in a bucket are taken in by a backfill. Start one with darkroom backfill.
        </EmptyState>
      ) : null}
      <Part title="Under way" backfills={backfills?.filter(isUnderWay)} />
      <Part title="Ended" backfills={backfills?.filter((backfill) => !isUnderWay(backfill))} />
    </Page>
  )
}

function Part({
  title,
  backfills = [],
}: {
  readonly title: string
  readonly backfills: readonly Backfill[] | undefined
}) {
  if (backfills.length === 0) return null
  return (
    <section aria-label={title} className={styles["part"]}>
      <h2>{title}</h2>
      <ul className={styles["list"]}>
        {backfills.map((backfill) => (
          <li key={backfill.backfillId}>
            <BackfillCard backfill={backfill} />
          </li>
        ))}
      </ul>
    </section>
  )
}
