import { useQuery } from "@tanstack/react-query"
import { Link } from "@tanstack/react-router"
import { useMemo } from "react"
import { Page } from "../app/page.tsx"
import { useClient } from "../api.ts"
import { PhotoGrid } from "../gallery/index.ts"
import { facetsQuery } from "../queries.ts"
import { buttonClass, EmptyState, Icon } from "../ui/index.ts"
import { FilterBar } from "./filter-bar.tsx"
import { type Filters, isEmpty } from "./filters.ts"
import { titleOf } from "./filter-texts.ts"
import styles from "./search-page.module.css"
import { suggestionsFor } from "./suggestions.ts"

/** Photos by what is asked for; all of it stands in the address. */
export function SearchPage({ filters }: { readonly filters: Filters }) {
  const key = JSON.stringify(filters)
  // The address gives a new object each time; the list must not begin anew for that.
  const query = useMemo(() => JSON.parse(key) as Filters, [key])
  return (
    <Page title={titleOf(filters)}>
      <FilterBar filters={filters} />
      {isEmpty(filters) ? <WhatThereIs /> : <PhotoGrid query={query} emptyState={<NothingFound />} />}
    </Page>
  )
}

function NothingFound() {
  const action = (
    <Link to="/search" search={{}} className={buttonClass()}>
      Clear all filters
    </Link>
  )
  return (
    <EmptyState icon={<Icon name="search" size={32} />} title="Nothing fits" actions={action}>
      Take a filter away, or lower the confidence: a label counts only where it is at least that sure.
    </EmptyState>
  )
}

const SHOWN = 48

/** The labels and cameras that there are, to start from. */
function WhatThereIs() {
  const { data: facets } = useQuery(facetsQuery(useClient()))
  if (!facets) return null
  const suggestions = suggestionsFor("", facets, { most: SHOWN })
  if (suggestions.length === 0)
    return (
      <EmptyState icon={<Icon name="search" size={32} />} title="Nothing to search yet">
        As soon as the first photos are through, you find here what they show.
      </EmptyState>
    )
  return (
    <section aria-labelledby="what-there-is" className={styles["start"]}>
      <h2 id="what-there-is">What your photos show</h2>
      <ul>
        {suggestions.map(({ kind, name, count, filters }) => (
          <li key={`${kind} ${name}`}>
            <Link to="/search" search={filters} className={styles["topic"]}>
              {kind === "camera" ? <Icon name="camera" size={18} /> : null}
              {name}
              <span>{count.toLocaleString()}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
