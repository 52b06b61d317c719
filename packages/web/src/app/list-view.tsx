import { Suspense } from "react"
import { Spinner } from "../ui/index.ts"
import { AllPhotosPage } from "./all-photos-page.tsx"
import { lazyPart } from "./lazy-part.tsx"
import type { ListPlace } from "./list-place.ts"
import styles from "./list-view.module.css"
import { PageNotFound } from "./page-not-found.tsx"

const AlbumsPage = lazyPart(async () => (await import("../albums/albums-page.tsx")).AlbumsPage)
const AlbumPage = lazyPart(async () => (await import("../albums/album-page.tsx")).AlbumPage)
const BackfillsPage = lazyPart(async () => (await import("../backfills/backfills-page.tsx")).BackfillsPage)
const SearchPage = lazyPart(async () => (await import("../search/search-page.tsx")).SearchPage)

/** The list that the person is at. */
export function ListView({ place }: { readonly place: ListPlace }) {
  const loading = (
    <div className={styles["loading"]}>
      <Spinner label="Loading" size={32} />
    </div>
  )
  return <Suspense fallback={loading}>{pageOf(place)}</Suspense>
}

function pageOf(place: ListPlace) {
  switch (place.list) {
    case "all":
      return <AllPhotosPage />
    case "albums":
      return <AlbumsPage />
    case "album":
      return <AlbumPage key={place.albumId} albumId={place.albumId} />
    case "backfills":
      return <BackfillsPage />
    case "none":
      return <PageNotFound />
    case "search":
      return <SearchPage filters={place.filters} />
  }
}
